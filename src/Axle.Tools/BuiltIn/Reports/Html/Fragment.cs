namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>A piece of HTML that is safe to put in a page.</summary>
/// <param name="Markup">The HTML.</param>
internal readonly record struct Fragment(string Markup)
{
    /// <summary>Nothing.</summary>
    public static Fragment Empty { get; } = new("");

    /// <summary>Makes a piece: the literal text is HTML, every hole is escaped unless it is a fragment itself.</summary>
    public static Fragment Of(FragmentText text) => new(text.ToString());

    /// <summary>Pieces one after the other.</summary>
    public static Fragment Join(IEnumerable<Fragment> pieces) => new(string.Concat(pieces.Select(static p => p.Markup)));

    /// <summary>The piece when the condition holds, else nothing.</summary>
    public static Fragment If(bool condition, FragmentText text) => condition ? Of(text) : Empty;

    /// <inheritdoc/>
    public override string ToString() => Markup ?? "";
}
