namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>Short lists of the lexicon: words that mark what stands beside them. An underscore is a blank.</summary>
internal static class LexiconWords
{
    public static readonly (string Words, LexiconEntries Meaning)[] Lists =
    [
        ("mr mrs ms miss mx dr prof professor sir madam lord lady dame rev reverend fr father sister capt captain col colonel lt sgt sergeant judge " +
            "senator president king queen prince princess hon herr frau señor señora sr sra srta don doña dott ing mme mlle monsieur madame pan pani dhr mevr",
            LexiconEntries.Honorific),
        ("street st avenue ave road rd lane ln drive dr boulevard blvd court ct place pl square sq terrace ter crescent cres parkway pkwy highway hwy " +
            "close way alley circle cir trail trl loop row mews gardens grove hill rise walk quay wharf bridge plaza path route pike turnpike " +
            "rue allée impasse quai chemin chaussée cours via viale piazza corso strada vicolo calle avenida avda paseo plaza camino carretera travesía ronda " +
            "rua travessa praça alameda largo estrada beco strasse straße str gasse weg allee platz ring damm ufer steig straat laan plein gracht kade dijk " +
            "gatan vägen gata vägen gränd väg gade vej allé gate vei veien gata plads torv stræde katu tie kuja polku ul ulica al aleja os plac rynek " +
            "utca út útja tér köz körút ulice náměstí třída nábřeží cesta trg nazorjeva maantee tänav tee puiestee odos leoforos strada bulevardul šetalište",
            LexiconEntries.StreetMark),
        ("apt apartment suite ste unit floor flat room rm building bldg box po_box p.o._box psc apo fpo dpo postfach lote quadra piso étage top lgh",
            LexiconEntries.UnitMark),
        ("inc inc. incorporated corp corporation co co. company ltd ltd. limited llc llp plc lp gmbh ag kg ohg se sa s.a. sas sarl sl s.l. srl spa bv b.v. nv n.v. " +
            "oy oyj ab as a/s aps asa kft zrt sro a.s. pty pte group holdings holding partners associates brothers sons bros bank insurance university college school " +
            "institute hospital clinic church foundation trust association society ministry department agency council committee union federation " +
            "technologies technology systems software solutions labs laboratories networks media studios pictures records entertainment airlines motors foods pharma " +
            "pharmaceuticals energy capital ventures investments financial consulting services international global industries enterprises analytics data digital logistics",
            LexiconEntries.CompanyMark),
        ("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec " +
            "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today tomorrow yesterday noon midnight morning afternoon evening night weekend",
            LexiconEntries.Calendar),
        ("afghan albanian algerian american andorran angolan argentine argentinian armenian australian austrian azerbaijani bahamian bahraini bangladeshi barbadian " +
            "belarusian belgian belizean belizian beninese bhutanese bolivian bosnian brazilian briton british bruneian bulgarian burkinabe burmese burundian cambodian " +
            "cameroonian canadian chadian chilean chinese colombian congolese croatian croat cuban cypriot czech dane danish dominican dutch dutchman ecuadorean " +
            "ecuadorian egyptian emirati english englishman eritrean estonian ethiopian fijian filipino finn finnish french frenchman gabonese gambian georgian " +
            "german ghanaian greek grenadian guatemalan guinean guyanese haitian honduran hungarian icelander icelandic indian indonesian iranian iraqi irish irishman " +
            "israeli italian ivorian jamaican japanese jordanian kazakh kenyan korean kuwaiti kyrgyz laotian latvian lebanese liberian libyan lithuanian " +
            "luxembourger macedonian malagasy malawian malaysian maldivian malian maltese mauritanian mauritian mexican moldovan mongolian montenegrin moroccan " +
            "mozambican namibian nepalese nicaraguan nigerian nigerien norwegian omani pakistani palestinian panamanian paraguayan peruvian pole polish portuguese " +
            "qatari romanian russian rwandan salvadoran samoan saudi scot scottish senegalese serb serbian singaporean slovak slovene slovenian somali spaniard " +
            "spanish sudanese surinamese swazi swede swedish swiss syrian taiwanese tajik tanzanian thai tibetan togolese trinidadian tunisian turk turkish turkmen " +
            "ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni yugoslav zambian zimbabwean european african asian arab arabic kurdish " +
            "christian catholic protestant orthodox lutheran baptist methodist mormon jew jewish muslim islamic sunni shia shii shiite hindu sikh buddhist atheist " +
            "republican democrat democratic conservative socialist communist liberal",
            LexiconEntries.Nationality),
        ("accountant actor actress actuary administrator advisor adviser agent analyst animator archaeologist architect artist assembler assistant astronomer attendant " +
            "attorney auditor baker banker barber barista bartender biochemist biologist bookkeeper botanist broker builder bus_driver butcher buyer cameraman " +
            "caretaker carpenter cashier ceo cfo chef chemist chiropractor cinematographer cleaner clerk coach consultant contractor controller cook coordinator coroner " +
            "counselor cto curator dancer dealer dentist designer detective developer dietitian director dispatcher doctor drafter driver economist editor electrician " +
            "engineer estimator executive farmer firefighter florist foreman geologist guard hairdresser historian hygienist illustrator inspector installer instructor " +
            "interpreter investigator janitor jeweler journalist judge laborer lawyer lecturer librarian lifeguard lineman lobbyist machinist maid manager mason mechanic " +
            "metallurgist meteorologist midwife miner model musician nanny negotiator nurse nutritionist officer operator optician optometrist orderly painter " +
            "paralegal paramedic pathologist pharmacist photographer physicist physician pianist pilot planner plumber policeman politician porter postman principal printer " +
            "producer professor programmer projectionist psychiatrist psychologist publicist radiographer realtor receptionist recruiter referee repairer reporter " +
            "representative researcher retailer sailor salesman scientist sculptor secretary servant sheriff shoemaker singer soldier solicitor specialist statistician " +
            "steward strategist student supervisor surgeon surveyor tailor teacher technician technologist teller tender therapist trader trainer translator treasurer " +
            "tutor typist undertaker underwriter usher vet veterinarian waiter waitress watchmaker welder worker writer zoologist",
            LexiconEntries.Occupation),
    ];
}
