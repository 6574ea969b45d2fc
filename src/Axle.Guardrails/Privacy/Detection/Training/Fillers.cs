using System.Globalization;
using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>Invents what stands in the places of a template.</summary>
internal sealed class Fillers(Random random)
{
    private static readonly IReadOnlyList<string> Given = Lexicon.List("given");
    private static readonly IReadOnlyList<string> Family = Lexicon.List("family");
    private static readonly IReadOnlyList<string> Cities = Lexicon.List("city");
    private static readonly IReadOnlyList<string> Streets = Lexicon.List("street");
    private static readonly IReadOnlyList<string> Countries = Lexicon.List("country");
    private static readonly IReadOnlyList<string> States = Lexicon.List("state");
    private static readonly IReadOnlyList<string> Words = [.. Lexicon.List("word").Where(static w => w.Length is > 3 and < 11)];

    private static readonly string[] Jobs = ListOf(LexiconEntries.Occupation);
    private static readonly string[] Peoples = ListOf(LexiconEntries.Nationality);

    private static readonly string[] KnownFirms =
        ("Microsoft|Apple|Google|Amazon|IBM|Oracle|Intel|Nvidia|Samsung|Sony|Siemens|Bosch|Volkswagen|Toyota|Honda|Ford|General Motors|Chrysler|Boeing|Airbus|Nestlé|Unilever|" +
        "Procter & Gamble|Coca-Cola|Pepsi|McDonald's|Starbucks|Walmart|Target|Costco|Ikea|Nike|Adidas|Goldman Sachs|JPMorgan Chase|Morgan Stanley|Bank of America|Citigroup|HSBC|" +
        "Barclays|Deutsche Bank|UBS|Credit Suisse|Visa|Mastercard|PayPal|American Express|Deloitte|KPMG|PwC|Ernst & Young|Accenture|Capgemini|AT&T|Verizon|T-Mobile|Vodafone|" +
        "Netflix|Spotify|Disney|Warner Bros|Universal Music|BBC|CNN|The New York Times|Reuters|Harvard University|Stanford University|MIT|University of Oxford|Red Cross|UNICEF|" +
        "World Bank|United Nations|NATO|NASA|FBI|Greenpeace|Amnesty International|Pfizer|Moderna|Bayer|Novartis|Roche|Shell|BP|ExxonMobil|Tesla|SpaceX|Uber|Airbnb|Booking.com").Split('|');

    private static readonly string[] FirmEndings = "Inc|Inc.|LLC|Ltd|Ltd.|Corp.|Corporation|Group|PLC|GmbH|AG|Company|and Sons|& Co|Holdings|Partners|Bank|Insurance|Labs|Systems|Technologies|Services|Media|Foundation|Institute|Records".Split('|');
    private static readonly string[] Prefixes = "Mr.|Mrs.|Ms.|Miss|Dr.|Prof.|Mr|Mrs|Ms|Dr|Sir".Split('|');
    private static readonly string[] Marks = "Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Dr|Boulevard|Blvd|Court|Place|Terrace|Crescent|Way|Parkway|Square|Circle|Close|Heights|Gardens|Hill|Grove|Walk|Trail|Row|View|Green|Greens|Park|Parks|Mews|Courts".Split('|');
    private static readonly string[] Before = "Rue|Rue de|Avenue|Via|Viale|Calle|Avenida|Rua|ul.|Ulica|Piazza|Plaza|Place|Chemin des|Boulevard|Cesta|R|C.|Av.|Kesk|Allée".Split('|');
    private static readonly string[] Joined = "straße|strasse|weg|gasse|straat|laan|gatan|vägen|gade|vej|veien|gata|katu|tie|utca|plein|allé|gracht|vangur|gate|kuja|bakken|allee|ring".Split('|');

    /// <summary>A text for a place, and its type; the type is empty where a rule finds it.</summary>
    public (string Text, string Type) Fill(string place) => place switch
    {
        "person" => (FullName(), PersonalDataTypes.Person),
        "first" => (Cased(Pick(Given)), PersonalDataTypes.Person),
        "last" => (Cased(Pick(Family)), PersonalDataTypes.Person),
        "prefix" => (Pick(Prefixes), PersonalDataTypes.Title),
        "job" => (Job(), PersonalDataTypes.Title),
        "org" => (Firm(), PersonalDataTypes.Organization),
        "city" => (Cased(Pick(Cities), 6), PersonalDataTypes.Location),
        "country" => (Cased(Pick(Countries), 14), PersonalDataTypes.Location),
        "state" => (Pick(States), PersonalDataTypes.Location),
        "nrp" => (People(), PersonalDataTypes.Nationality),
        "address" => (Address(), PersonalDataTypes.Address),
        "street" => (Street(), PersonalDataTypes.Address),
        "building" => (Number(1, 99999), PersonalDataTypes.Address),
        "unit" => (Unit(), PersonalDataTypes.Address),
        "zip" => (Zip(), PersonalDataTypes.Address),
        "age" => (Number(14, 98), PersonalDataTypes.Age),
        "date" => (Date(), PersonalDataTypes.DateTime),
        "year" => (Number(1950, 2025), PersonalDataTypes.DateTime),
        "phone" => (Phone(), PersonalDataTypes.PhoneNumber),
        "email" => (Plain(Pick(Given)) + "." + Plain(Pick(Family)) + "@example.com", ""),
        "url" => ("https://www." + Pick(Words) + Pick(Words) + ".com/", ""),
        "card" => ("4111111111111111", ""),
        "ssn" => ("536-32-3065", ""),
        "iban" => ("GB33BUKB20201555555555", ""),
        "ip" => (Number(1, 254) + "." + Number(0, 254) + "." + Number(0, 254) + "." + Number(1, 254), ""),
        "num" => (Number(1, 60), ""),
        "amount" => ("$" + Number(5, 9000), ""),
        "word" => (Pick(Words), ""),
        _ => throw new InvalidDataException($"A template has an unknown place '{place}'."),
    };

    private static string[] ListOf(LexiconEntries meaning) => LexiconWords.Lists.Single(l => l.Meaning == meaning).Words.Split(' ');

    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsAsciiLetter));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private string Pick(IReadOnlyList<string> list) => list[random.Next(list.Count)];

    private string Number(int from, int to) => random.Next(from, to + 1).ToString(CultureInfo.InvariantCulture);

    private string Cased(string text, int seldom = 20) =>
        random.Next(seldom) == 0 ? random.Next(2) == 0 ? text.ToUpperInvariant() : text.ToLowerInvariant() : text;

    private string FullName()
    {
        var given = Pick(Given);
        var name = random.Next(8) switch
        {
            0 => $"{given} {(char)('A' + random.Next(26))}. {Pick(Family)}",
            1 => $"{given} {Pick(Given)} {Pick(Family)}",
            2 => $"{given} {Pick(Family)} {Pick(Family)}",
            3 when random.Next(2) == 0 => $"{Pick(Prefixes)} {given} {Pick(Family)}",
            3 => $"{given} {(char)('A' + random.Next(26))} {Pick(Family)}",
            4 when random.Next(4) == 0 => $"{given} {Pick(Family)}-{Pick(Family)}",
            _ => $"{given} {Pick(Family)}",
        };
        return Cased(name);
    }

    private string Job()
    {
        var job = Pick(Jobs).Replace('_', ' ');
        var area = random.Next(4) switch { 0 => Pick(Words) + " ", 1 => Pick(Words) + " and " + Pick(Words) + " ", _ => "" };
        return random.Next(2) == 0 ? Capital(area + job) : area + job;
    }

    private string People() => Pick(Peoples) is var people && random.Next(4) == 0 ? people + "s" : Capital(people);

    private string Firm() => random.Next(10) switch
    {
        0 => $"{Pick(Family)}, {Pick(Family)} and {Pick(Family)}",
        1 => $"{Pick(Family)}-{Pick(Family)}",
        2 or 3 => $"{Pick(Family)} {Pick(FirmEndings)}",
        4 => Cased(Capital(Pick(Words) + Pick(Words)), 4),
        5 => $"{Capital(Pick(Words))} {Capital(Pick(Words))}",
        6 => $"{Capital(Pick(Words))} {Capital(Pick(Words))} {Pick(FirmEndings)}",
        7 => Cased(Capital(Pick(Words)) + (random.Next(3) == 0 ? "" : Pick(["ly", "ify", "ics", "io", "tech", "soft", "net", "zoom", "labs", "data", "scan"])), 5),
        8 when random.Next(3) == 0 => Pick(Words)[..3].ToUpperInvariant(),
        _ => Pick(KnownFirms),
    };

    private string Street() => random.Next(9) switch
    {
        0 or 1 => $"{Number(1, 9999)} {Pick(Family)} {Pick(Marks)}",
        2 => $"{Number(1, 999)} {Capital(Pick(Words))} {Pick(Marks)}",
        3 => $"{Pick(Before)} {Pick(random.Next(2) == 0 ? Family : Cities)} {Number(1, 250)}",
        4 => $"{Number(1, 200)} {Pick(Before)} {Pick(Family)}",
        5 => $"{Capital(Pick(random.Next(2) == 0 ? Family : Given).ToLowerInvariant())}{Pick(Joined)} {Number(1, 200)}",
        6 => $"{Pick(Streets)} {Number(1, 200)}{Pick(["", "", ".", "a", "B"])}",
        7 when random.Next(6) == 0 => $"P.O. Box {Number(10, 9999)}",
        7 => $"{Number(1, 99)} {Pick(Streets)}",
        _ => $"{Pick(Streets)}",
    };

    private string Unit() => random.Next(6) switch
    {
        0 or 1 => "Apt. " + Number(1, 999).PadLeft(3, '0'),
        2 or 3 => "Suite " + Number(1, 999).PadLeft(3, '0'),
        4 => "Floor " + Number(1, 30),
        _ => "Unit " + Number(1, 99),
    };

    private string Zip() => random.Next(6) switch
    {
        0 => $"{Letters(2)}{Number(1, 9)} {Number(1, 9)}{Letters(2)}",
        1 => $"{Letters(1)}{Number(1, 9)}{Letters(1)} {Number(1, 9)}{Letters(1)}{Number(1, 9)}",
        2 => Number(1000, 9999),
        3 => $"{Number(10, 99)}-{Number(100, 999)}",
        _ => Number(0, 99999).PadLeft(5, '0'),
    };

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('A' + random.Next(26))));

    private string Address()
    {
        if (random.Next(12) == 0)
            return $"{Pick(["the corner of", "corner of", "the crossing of"])} {Street()} and {Street()}";
        var separator = Pick([", ", " ", "\n", "\n ", ", "]);
        var parts = new List<string> { random.Next(4) == 0 ? Number(1, 99) + " " + Street() : Street() };
        if (random.Next(2) == 0)
            parts[0] += (random.Next(3) == 0 ? separator : " ") + Unit();
        if (random.Next(4) > 0)
            parts.Add(Cased(Pick(Cities), 5));
        if (random.Next(3) == 0)
            parts.Add(random.Next(2) == 0 ? Letters(2) + " " + Zip() : Pick(States));
        if (random.Next(2) == 0)
            parts.Add(Pick(Countries));
        if (random.Next(2) == 0)
            parts[^1] += " " + Zip();
        return string.Join(separator, parts);
    }

    private string Date()
    {
        var day = new DateTime(1930, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(random.Next(34_000));
        return day.ToString(Pick(["MMMM d, yyyy", "d MMMM yyyy", "MMM d", "dddd", "MMMM yyyy", "yyyy", "MMMM d", "dddd, d MMMM"]), CultureInfo.InvariantCulture);
    }

    private string Phone()
    {
        var form = Pick(["## ## ##", "### ####", "### ### ###", "## ### ####", "#### ####", "0### ### ## ##", "### ## ## ##", "## ## ## ##", "(0##) ### ####", "##########", "0########", "0#### ######", "##-##-##-##", "(##) ###-###"]);
        return string.Concat(form.Select(c => c == '#' ? (char)('0' + random.Next(10)) : c));
    }
}
