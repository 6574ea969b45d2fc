using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>Pieces of syntax that several languages share, so that a family's table stays short.</summary>
internal static class Syntax
{
    public static readonly CommentSyntax SlashLine = new("//");
    public static readonly CommentSyntax SlashBlock = new("/*", "*/");
    public static readonly CommentSyntax SlashNested = new("/*", "*/", Nested: true);
    public static readonly CommentSyntax HashLine = new("#");
    public static readonly CommentSyntax HashWord = new("#", Place: CommentPlace.AfterSpace);
    public static readonly CommentSyntax DashLine = new("--");
    public static readonly CommentSyntax SemicolonLine = new(";");
    public static readonly CommentSyntax PercentLine = new("%");
    public static readonly CommentSyntax ParenStar = new("(*", "*)", Nested: true);
    public static readonly CommentSyntax Markup = new("<!--", "-->");

    public static readonly CommentSyntax[] CStyle = [SlashLine, SlashBlock];
    public static readonly CommentSyntax[] CStyleNested = [SlashLine, SlashNested];

    public static readonly StringSyntax DoubleQuoted = new("\"", "\"");
    public static readonly StringSyntax DoubleLines = DoubleQuoted with { Multiline = true };
    public static readonly StringSyntax SingleQuoted = new("'", "'");
    public static readonly StringSyntax SingleLines = SingleQuoted with { Multiline = true };
    public static readonly StringSyntax SingleRaw = SingleQuoted with { Escape = '\0' };
    public static readonly StringSyntax SingleDoubled = SingleQuoted with { Escape = '\0', Doubled = true };
    public static readonly StringSyntax DoubleDoubled = DoubleQuoted with { Escape = '\0', Doubled = true };
    public static readonly StringSyntax Character = SingleQuoted with { Form = StringForm.Character };
    public static readonly StringSyntax TripleDouble = new("\"\"\"", "\"\"\"") { Multiline = true };
    public static readonly StringSyntax TripleSingle = new("'''", "'''") { Multiline = true };
    public static readonly StringSyntax BacktickRaw = new("`", "`") { Escape = '\0', Multiline = true };
    public static readonly StringSyntax Backtick = new("`", "`") { Multiline = true };

    public static FrozenSet<string> Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
