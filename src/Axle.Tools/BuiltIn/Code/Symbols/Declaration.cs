namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>A declaration, by indexes into a file's tokens.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is; for one that is not shown, what functions inside count it as.</param>
/// <param name="First">Its first token.</param>
/// <param name="Last">Its last token.</param>
/// <param name="NameToken">The token with the name.</param>
internal sealed record Declaration(string Name, SymbolKind Kind, int First, int Last, int NameToken)
{
    /// <summary>Parameters of a function.</summary>
    public int? Parameters { get; init; }

    /// <summary>Whether it is a symbol, and not only something that others stand in, such as <c>impl</c> or <c>extension</c>.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>The type it says it belongs to, where it does not stand inside of it: <c>A::run</c>.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether functions inside are its methods.</summary>
    public bool HasMethods => Kind is SymbolKind.Class or SymbolKind.Interface or SymbolKind.Struct or SymbolKind.Enum or SymbolKind.Type;
}
