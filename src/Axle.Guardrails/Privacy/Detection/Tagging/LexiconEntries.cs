namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>In which lists of the lexicon a token stands, by itself or as a part of a longer entry.</summary>
[Flags]
internal enum LexiconEntries
{
    None = 0,
    GivenName = 1,
    FamilyName = 2,
    City = 4,
    Street = 8,
    Country = 16,
    State = 32,
    CommonWord = 64,
    Honorific = 128,
    StreetMark = 256,
    UnitMark = 512,
    CompanyMark = 1024,
    Calendar = 2048,
    Nationality = 4096,
    Occupation = 8192,
    CityPart = 16384,
    StreetPart = 32768,
}
