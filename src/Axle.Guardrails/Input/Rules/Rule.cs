namespace Axle.Guardrails.Input.Rules;

/// <summary>Words in an order that attacks have.</summary>
/// <param name="Code">The reason that it gives.</param>
/// <param name="Where">Whose texts it reads.</param>
/// <param name="IsCertain">Whether it decides alone; otherwise the model counts it.</param>
/// <param name="Steps">What must follow each other.</param>
internal sealed record Rule(string Code, RuleScope Where, bool IsCertain, IReadOnlyList<RuleStep> Steps)
{
    /// <summary>Whether it reads texts of a source.</summary>
    public bool Reads(TextSource source) => Where switch
    {
        RuleScope.User => source == TextSource.User,
        RuleScope.Untrusted => source != TextSource.User,
        _ => true,
    };
}
