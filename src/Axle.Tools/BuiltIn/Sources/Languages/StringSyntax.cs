namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>One way to write a string or character literal.</summary>
/// <param name="Open">What starts it, prefix letters included.</param>
/// <param name="Close">What ends it; not used by forms that work it out.</param>
public sealed record StringSyntax(string Open, string Close = "")
{
    /// <summary>How the end is found.</summary>
    public StringForm Form { get; init; }

    /// <summary>The character that takes the meaning from the next one; NUL when there is none.</summary>
    public char Escape { get; init; } = '\\';

    /// <summary>Whether a closing text written twice stands for itself, as <c>''</c> in SQL.</summary>
    public bool Doubled { get; init; }

    /// <summary>Whether it may go over several lines.</summary>
    public bool Multiline { get; init; }

    /// <summary>What opens a hole with code in it (<c>${</c>, <c>#{</c>, <c>\(</c>, <c>{</c>); null when there are none.</summary>
    public string? Hole { get; init; }
}
