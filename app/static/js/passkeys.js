// Passkeys: <div hidden data-passkey="create|get" data-options data-answer data-trouble> with a button and a <p hidden>.
// Asks the server what to ask the authenticator, hands its answer back, and goes where the server says.
(() => {
  if (!window.PublicKeyCredential) return;

  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function readOptions(options) {
    options.challenge = toBytes(options.challenge);
    if (options.user) options.user.id = toBytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      for (const key of list || []) key.id = toBytes(key.id);
    }
    return options;
  }

  function writeAnswer(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response };
  }

  async function post(address, body) {
    const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
    return answer.json();
  }

  async function run(place) {
    const options = await post(place.dataset.options, {});
    if (options.next || options.error) return options;
    const credential = await navigator.credentials[place.dataset.passkey]({ publicKey: readOptions(options) });
    return post(place.dataset.answer, writeAnswer(credential));
  }

  for (const place of document.querySelectorAll("[data-passkey]")) {
    const button = place.querySelector("button");
    const trouble = place.querySelector("[role=alert]");
    const complain = (text) => {
      trouble.textContent = text;
      trouble.hidden = false;
    };
    place.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      trouble.hidden = true;
      try {
        const answer = await run(place);
        if (answer.next) location.assign(answer.next);
        else complain(answer.error || place.dataset.trouble);
      } catch {
        complain(place.dataset.trouble); // pressed away, timed out, or no network
      }
      button.disabled = false;
    });
  }
})();
