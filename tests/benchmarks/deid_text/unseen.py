"""Names and places for the corpus that were chosen without the engine's lists; most are in none of them."""

from __future__ import annotations

GIVEN = (
    "Thandolwethu Oluwanifemi Nchekwube Ebubechukwu Kwadjo Abrafi Wanjohi Jelimo Tsegereda Melkamu "
    "Abrehet Nomathamsanqa Lwandle Rutendo Kudzanai Mbwana Zuhra Hovsep "
    "Shushanik Nazaret Ketino Vakhushti Aybike Beyhan Hulusi Nurettin Feriha Ghusoon Luqman Rihanna "
    "Tasnim Yusra Muntadher Shahrbanu Golshifteh Ardavan Hormozd Tahmineh Zulaikha "
    "Bakhtawar Gulmina Palwinder Ranvijay Sukhmani Tejaswini Chandrakala Ponnamma Thangavel Muthuvel "
    "Kuzhali Yazhini Rukmani Jayasudha Nethmi Sanduni Dilshara Chhewang Phurba "
    "Zhaohui Xuemin Qiuyue Ruihan Yutong Chunlei Shiori Kaoruko Tomohisa Yoshinobu Haruna Seung-min "
    "Hye-won Dong-geun Bo-young Thanhhà Khuong Quyên Duyên Nattapol Siriwan Kanokwan "
    "Wulansari Nurhayati Siswanto Rosalinda Crisostomo Melchora Tuʻipulotu Fetuao Leota Aaliyah "
    "Braelynn Tiernan Caoilfhionn Muireann Padraic Fearghal Eluned Gwenllian Tegwen Iestyn "
    "Mhairi Catriona Ruaridh Zebediah Philippina Thaddea Euphemia Gwendoline Marmaduke Peregrine "
    "Lysander Ottoline Jessamy Ysolde Marjolein Wietske Sjoukje Hjördis Ragnvald Solvor Aslaug "
    "Ingebjørg Kaarlo Inkeri Aulikki Tuulikki Zdzisława Ziemowit Bronisz Dobromir Vlastimil Květoslava "
    "Bohdanka Emőke Zsombor Boglárka Tihamér Smaranda Dragomira Nedelcho Yordanka "
    "Rumyana Svetoslav Vasilisa Agafya Innokenty Lukeriya Zlata Mstyslav Stefaniya Evdokia Polydoros "
    "Chrysanthi Evanthis Anestis Bruria Ephrat Netanel Yedidya Guglielma Ermenegilda "
    "Calogero Fiorenza Ludmilla Nunziatina Maddalè Eutimio Venancia Casilda Leovigilda Fructuoso "
    "Perpetuo Hermelinda Macrina Adoración Ildefonso Eufemiano Gertrudes Quitéria Anacleto "
    "Hermenegildo Zeferina Belmiro Laurindo Jacira Iberê Yaëlle Solenn Maïwenn Gwendal Enora Corentine "
    "Aloïs Clothilde Philomène Eudes Aymeric Hildegund Ekkehard Gerfried Notburga Roderich"
).split()
SURNAMES = (
    (
        "Ogunmefun Anikulapo Ezenwosu Uzoamaka Nwachinemere Akpabio Agbanyim Adegbenro Twumasi-Ankrah "
        "Gyimah Ofosuhene Kwarteng Amponsah Waruguru Kipkirui Muthomi Kinyanjui Gebretsadik Woldegiorgis "
        "Hagos Mathabatha Nxasana Mokgatle Chiwetalu Rakoto Andriamasy Diouck Badiane Ndoye Tounkara "
        "Bagayoko Zoungrana Sawadogo Lukoki Ngalamulume Tshimanga Al-Dosari Al-Balushi Bouhafs Benchaâbane "
        "Tlemçani Zemmouri Ouyahia Chalabi Shamkhani Golestaneh Tavakoli Nikbakht Jahanbani Yazdanpanah "
        "Haqqani Zhwandai Karakurt Sarıoğlu Hacıbekir Tanrıkulu Gökdemir Uzunoğlu Balakirev Drozdov "
        "Shcherbakova Yushchenko Hrynevych Palamarchuk Tsereteli Chkheidze Ter-Petrosian Baghdasaryan "
        "Szczypiorski Przybyszewski Wojtkiewicz Trzaskowska Krzyżanowska Hruška Dvořáček Vyskočil "
        "Szentgyörgyi "
        "Zsigmondy Bánffy Văcărescu Cantacuzino Hadžihasanović Selimović Vukašinović Kotsias Theofanous "
        "Hatzidakis Zafeiropoulos Ben-Yehuda Zilberstein Mordechay Toledano Bhattarai Thapaliya "
        "Muthukumaraswamy Venkataraghavan Chidambaram Kuttappan Ezhuthachan Wickremeratne Rajapaksha "
        "Samarakoon Mukherji Ganguli Bandopadhyay Chattopadhya Sengar Shekhawat Bundela Khokhar Sandhawalia "
        "Warraich Bokhari Makhdoom Zhuge Situ Huangfu Sima Dongfang Linghu Shangguan Watarai Ichinose "
        "Kusakabe Shimabukuro Higashikuni Kamisato Namgung Seonwoo Hwangbo Jegal Nguyễn-Phước Vương "
        "Huỳnh Trịnh "
        "Thongsukkaew Chaiprasert Hadiningrat Kusumawardani Tjokroaminoto Situmeang Macaspac Batungbakal "
        "Catimbang Faleafine Tuiasosopo Kamakawiwoole Featherstonehaugh Cholmondeley Marjoribanks Dalziel "
        "Menzies-Rae Auchinleck Urquhart-Bain Wriothesley Thistlethwaite Ramsbottom Micklethwait Postlethwaite "
        "Entwhistle Gathercole Bickerstaff Honeychurch Pennyfeather Penhaligon Trevithick Chenoweth "
        "Angharad-Price Llewelyn-Bowen Gwyther Macgillycuddy Ó'Dochartaigh Mac Giolla O'Shaughnessy "
        "Ní Bhriain Fitzmaurice Van Wassenaer Van Steenbergen De Graaf-Postma Hoogeveen Zonneveld "
        "Bjerregaard "
        "Søndergaard Thorbjørnsen Guðmundsson Hallgrímsdóttir Kuusisto Ylikoski Lähteenmäki Westerberg-Ek "
        "Mittermaier Oberhuber Schwarzenbacher Niederhauser Zumthor Hinterseer Baumgärtel Wohlfahrtstätter "
        "Le Goffic Kermarrec Quéméneur Castelnau Haudebourg Jouvenel Desrochers Boissonneault Thibodeau "
        "Etchegaray Iturralde Arizmendi Zubizarreta Goicoechea Balmaceda Errázuriz Undurraga Yrigoyen "
        "Cuauhtémoc Xochihua Tlaxcala-Ruiz Huamán Mamani Choquehuanca Ataíde Bragança-Leite Vilhena "
        "Castelo-Branco Mascarenhas Sequeira-Dias Gusmão Tibúrcio Buonarroti Capodistria Passalacqua "
        "Scognamiglio "
        "Quagliarella Vecchiarelli Mastroianni Lo Presti"
    )
    .replace("Mac Giolla", "MacGiolla")
    .replace("Ní Bhriain", "NíBhriain")
    .replace("Van ", "Van_")
    .replace("De Graaf", "De_Graaf")
    .replace("Le Goffic", "Le_Goffic")
    .replace("Lo Presti", "Lo_Presti")
    .split()
)
TOWNS = (
    "Ashby Parva|Great Wishford|Pontrhydfendigaid|Llanystumdwy|Kirkby Malzeard|Upper Slaughter|"
    "Achnasheen|Tobermory|Ballyvaughan|Ahascragh|Cripplegate|Snodland|Wetwang|Mousehole|Much Wenlock|"
    "Chipping Sodbury|"
    "Tuscumbia|Chillicothe|Waxahachie|Punxsutawney|Kissimmee|Sheboygan|Oconomowoc|Walla Walla|Moosomin|"
    "Flin Flon|Wagin|Coober Pedy|Paekakariki|Ouagadara|Mbale|Iganga|Nyahururu|Kericho|Ogoja|Ikot Ekpene|"
    "Nsukka|"
    "Tarkwa|Bolgatanga|Axum|Lalibela|Harar|Kolwezi|Mbanza-Ngungu|Butare|Sumbawanga|Kasungu|Gqeberha|"
    "Makhanda|Erode|Karaikudi|Palakkad|Bathinda|Jhelum|Mardakert|Chakwal|Noakhali|Bogura|Matara|"
    "Ratnapura|Nuwakot|"
    "Ulaangom|Pingyao|Kaifeng|Datong|Takayama|Beppu|Gangneung|Mokpo|Quy Nhon|Vung Tau|Lampang|"
    "Chiang Rai|Kampot|Pakse|Taunggyi|Banyuwangi|Singkawang|Butuan|Dumaguete|Şırnak|Kırklareli|Tatvan|"
    "Sulina|Tulcea|Kecskemét|"
    "Eger|Telč|Znojmo|Zamość|Suwałki|Pärnu|Ventspils|Telavi|Gori|Vanadzor|Khujand|Naryn|Oskemen|Uglich|"
    "Kostroma|Bila Tserkva|Kamianets|Sprockhövel|Quedlinburg|Bad Oeynhausen|Rattenberg|Appenzell|"
    "Zutphen|Ootmarsum|Skagen|"
    "Røros|Porvoo|Norrtälje|Húsavík|Guérande|Sarlat|Uzès|Mirepoix|Concarneau|Saint-Affrique|Pézenas|"
    "Trujillo|Albarracín|Sigüenza|Ronda|Vilafranca|Peñíscola|Orvieto|Alberobello|Cefalù|Gubbio|Óbidos|"
    "Monsaraz|Marvão|"
    "Ouro Preto|Paraty|Caicó|Tiradentes|Oaxtepec|Tequila|Huancayo|Potosí|Pucón|Tandil|Otavalo|Mompox"
).split("|")
HOSPITALS = (
    "St Swithin's Hospital|Kingsmead General Hospital|Royal Penbrook Infirmary|"
    "Queen Charlotte's Hospital|Ashgrove Clinic|Harbour View Medical Center|Mercy Ridge Hospital|"
    "Pinehurst Regional Medical Center|Lakeside Family Practice|"
    "Oakhaven Nursing Home|Larkfield Care Home|University Hospital of Northmoor|St. Brendan's Hospice|"
    "Whitcombe Road Surgery|Brackenridge Health Centre|Kolade Memorial Hospital|Aga Bey Hospital|"
    "Nyeri Mission Hospital|"
    "Fernwood Academy|Thornton Primary School|University of Glenmara|Sacred Heart Medical Center|"
    "Southwold Cottage Hospital|Marlowe Children's Hospital|Hallam Eye Hospital|"
    "Tregarth Community Hospital"
).split("|")
HOSPITALS_FR = (
    "Hôpital Saint-Corentin|Clinique des Tilleuls|CHU de Valmorin|Centre hospitalier de Rochebrune|"
    "EHPAD Les Glycines|Hôpital Robert-Ballanger|Clinique Sainte-Odile"
).split("|")
HOSPITALS_ES = (
    "Hospital Universitario Virgen del Monte|Hospital General de Villarreal|Clínica Santa Eulalia|"
    "Hospital San Telmo|Centro de Salud Las Acacias|Residencia Los Olivos|Hospital Comarcal del Júcar"
).split("|")
HOSPITALS_PT = (
    "Hospital de São Teotónio|Santa Casa de Misericórdia de Arouca|Hospital Nossa Senhora das Graças|"
    "Centro de Saúde de Alvalade|UBS Jardim Primavera|Clínica Bom Pastor|Hospital Distrital da Lagoa"
).split("|")
STREETS = (
    "Larkspur|Old Mill|Pembury|Gallowgate|Cherrywood|Dunmore|Wickenden|Saltmarsh|Quarry Bank|Juniper|"
    "Harrowby|Tollgate|Foxglove|Martello|Beechcroft"
).split("|")
EMPLOYERS = (
    "Hartwell Textiles Ltd|Norbury Logistics|Brightline Foods Inc|Calder & Sons|Meridian Airways|Stonebridge Motors"
).split("|")
