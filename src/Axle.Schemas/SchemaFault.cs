namespace Axle.Schemas;

/// <summary>One thing that is wrong with an instance.</summary>
/// <param name="InstancePath">JSON pointer to the wrong value; empty for the whole instance.</param>
/// <param name="Keyword">
/// The schema keyword that was not met, for example <c>minimum</c>; <c>limit</c> when the check was given up because it became too
/// costly, <c>false</c> for a place where nothing is allowed.
/// </param>
/// <param name="SchemaPath">JSON pointer to that keyword with <c>#</c> in front, for example <c>#/properties/age/minimum</c>.</param>
/// <param name="Message">What is wrong and what would be right, for people and models.</param>
public sealed record SchemaFault(string InstancePath, string Keyword, string SchemaPath, string Message)
{
    /// <summary>The fault as one line: place, then message.</summary>
    public override string ToString() => InstancePath.Length == 0 ? Message : $"{InstancePath}: {Message}";
}
