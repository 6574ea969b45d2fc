namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>What the tagger can say of a token. The numbers are those of the model file.</summary>
internal static class TagLabels
{
    public const int Outside = 0;

    /// <summary>Types by label; the first is none.</summary>
    public static readonly string[] Types =
    [
        "", PersonalDataTypes.Person, PersonalDataTypes.Location, PersonalDataTypes.Address, PersonalDataTypes.Organization, PersonalDataTypes.Title,
        PersonalDataTypes.Age, PersonalDataTypes.Nationality, PersonalDataTypes.DateTime, PersonalDataTypes.PhoneNumber,
    ];

    public static int Count => Types.Length;
}
