namespace Axle.Models.Recording.Redaction;

/// <summary>Finds personal data in text. Bring one of your own through <see cref="GatewayServices.PersonalData"/>.</summary>
public interface IPersonalDataFinder
{
    /// <summary>Finds what must not be written down. Called for every text of every request and answer that is recorded; safe for concurrent use.</summary>
    IEnumerable<PersonalDatum> Find(string text);
}

/// <summary>A piece of personal data.</summary>
/// <param name="Kind">What it is, one word in lower case: <c>email</c>, <c>phone</c>, <c>card</c> … It becomes part of the placeholder.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is, 1 or more.</param>
public readonly record struct PersonalDatum(string Kind, int Start, int Length);
