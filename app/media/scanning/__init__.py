"""Where text and faces show in a picture: boxes and scores, never what the text says or whose face it is.

The detectors propose, people decide. They need the [vision] extra; without it nothing here is available, and the
case says that it wasn't scanned. The models run in a child process that holds no file, no network and no secret.
"""
