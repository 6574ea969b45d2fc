using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>Languages of the .NET and Java platforms.</summary>
internal static class ManagedFamily
{
    private static readonly StringSyntax HoleDouble = DoubleQuoted with { Hole = "${" };
    private static readonly StringSyntax HoleTriple = TripleDouble with { Hole = "${", Escape = '\0' };

    public static IEnumerable<Language> All => [.. DotNet, .. Jvm];

    private static IEnumerable<Language> DotNet =>
    [
        new("csharp", "C#", BlockStyle.Braces)
        {
            Extensions = ["cs", "csx"], Comments = CStyle, Traits = LexicalTraits.Preprocessor, WordCharacters = "@",
            Strings =
            [
                new("$$$\"\"\"") { Form = StringForm.QuoteFence }, new("$$\"\"\"") { Form = StringForm.QuoteFence },
                new("$\"\"\"") { Form = StringForm.QuoteFence }, new("\"\"\"") { Form = StringForm.QuoteFence },
                new("$@\"", "\"") { Escape = '\0', Doubled = true, Multiline = true, Hole = "{" },
                new("@$\"", "\"") { Escape = '\0', Doubled = true, Multiline = true, Hole = "{" },
                new("@\"", "\"") { Escape = '\0', Doubled = true, Multiline = true },
                new("$\"", "\"") { Hole = "{" }, DoubleQuoted, Character,
            ],
            Keywords = Words(
                "abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do " +
                "double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal " +
                "is lock long namespace new null object operator out override params private protected public readonly ref return sbyte " +
                "sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe " +
                "ushort using virtual void volatile while yield"),
        },
        new("fsharp", "F#", BlockStyle.Indentation)
        {
            Extensions = ["fs", "fsi", "fsx"], Comments = [SlashLine, ParenStar], WordEndings = "'",
            Strings =
                [new("$\"\"\"", "\"\"\"") { Multiline = true, Escape = '\0' }, TripleDouble with { Escape = '\0' }, new("@\"", "\"") { Escape = '\0', Doubled = true, Multiline = true },
                new("$\"", "\"") { Multiline = true }, DoubleLines, Character, new("``", "``") { Escape = '\0' }],
            Keywords = Words(
                "abstract and as assert base begin class default delegate do done downcast downto elif else end exception extern false " +
                "finally for fun function global if in inherit inline interface internal lazy let match member module mutable namespace " +
                "new not null of open or override private public rec return static struct then to true try type upcast use val void " +
                "when while with yield"),
        },
        new("visualbasic", "Visual Basic", BlockStyle.Keywords)
        {
            Extensions = ["vb", "bas", "vbs", "frm"], Comments = [new("'"), new("rem")], Strings = [DoubleDoubled], CaseSensitive = false,
            Keywords = Words(
                "addressof and andalso as boolean byref byval call case catch class const continue declare dim do each else elseif end " +
                "enum erase error event exit false finally for friend function get global goto if implements imports in inherits interface " +
                "is let lib like loop me mod module mustinherit mustoverride namespace new next not nothing of on operator option optional " +
                "or orelse overloads overridable overrides partial private property protected public raiseevent readonly redim resume " +
                "return select set shadows shared static step stop structure sub then throw to true try typeof until using wend while " +
                "with withevents xor"),
        },
        new("powershell", "PowerShell", BlockStyle.Braces)
        {
            Extensions = ["ps1", "psm1", "psd1"], Shebangs = ["pwsh", "powershell"], CaseSensitive = false, WordCharacters = "$", WordEndings = "-",
            Comments = [new("<#", "#>"), HashWord],
            Strings = [new("@\"", "\n\"@") { Multiline = true, Escape = '\0' }, new("@'", "\n'@") { Multiline = true, Escape = '\0' },
                DoubleLines with { Escape = '`', Doubled = true, Hole = "$(" }, SingleDoubled with { Multiline = true }],
            Keywords = Words(
                "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach function if in " +
                "param process return switch throw trap try until using while"),
        },
    ];

    private static IEnumerable<Language> Jvm =>
    [
        new("java", "Java", BlockStyle.Braces)
        {
            Extensions = ["java"], Comments = CStyle, Strings = [TripleDouble, DoubleQuoted, Character], WordCharacters = "$",
            Keywords = Words(
                "abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally " +
                "float for goto if implements import instanceof int interface long native new package private protected public return " +
                "short static strictfp super switch synchronized this throw throws transient try void volatile while true false null"),
        },
        new("kotlin", "Kotlin", BlockStyle.Braces)
        {
            Extensions = ["kt", "kts"], Comments = CStyleNested, Strings = [HoleTriple, HoleDouble, Character],
            Keywords = Words(
                "as break by catch class companion constructor continue data do else enum false finally for fun get if import in infix " +
                "init inline inner interface internal is lateinit null object open operator out override package private protected public " +
                "reified return sealed set super suspend this throw true try typealias val var vararg when where while"),
        },
        new("scala", "Scala", BlockStyle.Braces)
        {
            Extensions = ["scala", "sc", "sbt"], Comments = CStyleNested, Strings = [HoleTriple, HoleDouble, Character],
            StringPrefixes = Words("s f raw"), WordCharacters = "$",
            Keywords = Words(
                "abstract case catch class def do else enum export extends extension false final finally for forSome given if implicit " +
                "import inline lazy match new null object override package private protected return sealed super then this throw trait " +
                "true try type using val var while with yield"),
        },
        new("groovy", "Groovy", BlockStyle.Braces)
        {
            Extensions = ["groovy", "gradle", "gvy"], FileNames = ["Jenkinsfile"], Shebangs = ["groovy"], Comments = CStyle,
            Strings = [TripleDouble with { Hole = "${" }, TripleSingle, HoleDouble, SingleQuoted], Traits = LexicalTraits.RegexLiterals, WordCharacters = "$",
            Keywords = Words(
                "abstract as assert boolean break byte case catch char class continue def default do double else enum extends false final " +
                "finally float for if implements import in instanceof int interface long native new null package private protected " +
                "public return short static super switch synchronized this throw throws trait true try var void while"),
        },
        new("apex", "Apex", BlockStyle.Braces)
        {
            Extensions = ["apex", "trigger"], Comments = CStyle, Strings = [SingleQuoted], CaseSensitive = false,
            Keywords = Words(
                "abstract break catch class continue do else enum extends final finally for global if implements instanceof interface " +
                "new null override private protected public return static super switch testmethod this throw transient try virtual void " +
                "webservice when while with without sharing"),
        },
    ];
}
