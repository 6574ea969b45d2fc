using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>Newer compiled languages with braces.</summary>
internal static class ModernFamily
{
    public static IEnumerable<Language> All =>
    [
        new("go", "Go", BlockStyle.Braces)
        {
            Extensions = ["go"], Comments = CStyle, Strings = [DoubleQuoted, BacktickRaw, Character],
            Keywords = Words(
                "break case chan const continue default defer else fallthrough for func go goto if import interface map package range " +
                "return select struct switch type var nil true false"),
        },
        new("rust", "Rust", BlockStyle.Braces)
        {
            Extensions = ["rs"], Comments = CStyleNested,
            Strings = [new("r#") { Form = StringForm.HashFence }, new("br#") { Form = StringForm.HashFence }, new("cr#") { Form = StringForm.HashFence },
                new("r\"", "\"") { Escape = '\0', Multiline = true }, new("br\"", "\"") { Escape = '\0', Multiline = true },
                new("b\"", "\"") { Multiline = true }, new("c\"", "\"") { Multiline = true }, new("b'", "'") { Form = StringForm.Character },
                DoubleLines, Character],
            Keywords = Words(
                "as async await break const continue crate dyn else enum extern false fn for if impl in let loop macro_rules match mod " +
                "move mut pub ref return self Self static struct super trait true type union unsafe use where while"),
        },
        new("swift", "Swift", BlockStyle.Braces)
        {
            Extensions = ["swift"], Comments = CStyleNested,
            Strings = [new("#") { Form = StringForm.HashFence }, TripleDouble with { Hole = "\\(" }, DoubleQuoted with { Hole = "\\(" }],
            Keywords = Words(
                "actor as associatedtype async await break case catch class continue default defer deinit do else enum extension " +
                "fallthrough false fileprivate final for func guard if import in init inout internal is lazy let mutating nil open " +
                "operator override private protocol public repeat rethrows return self Self some static struct subscript super switch " +
                "throw throws true try typealias unowned var weak where while"),
        },
        new("zig", "Zig", BlockStyle.Braces)
        {
            Extensions = ["zig", "zon"], Comments = [SlashLine], WordCharacters = "@",
            Strings = [new("\\\\") { Form = StringForm.RestOfLine }, new("@\"", "\""), DoubleQuoted, Character],
            Keywords = Words(
                "align allowzero and anyframe anytype asm async await break callconv catch comptime const continue defer else enum errdefer " +
                "error export extern false fn for if inline noalias null opaque or orelse packed pub resume return struct suspend switch " +
                "test threadlocal true try undefined union unreachable usingnamespace var volatile while"),
        },
        new("v", "V", BlockStyle.Braces)
        {
            Extensions = ["v", "vsh", "vv"], Comments = CStyleNested,
                Strings = [DoubleLines with { Hole = "${" }, SingleLines with { Hole = "${" }, Character with { Open = "`", Close = "`" }],
            StringPrefixes = Words("r c"),
            Keywords = Words(
                "as asm assert atomic break const continue defer else enum false fn for go goto if implements import in interface is " +
                "isreftype lock match module mut none or pub return rlock select shared sizeof spawn static struct true type typeof union unsafe"),
        },
        new("odin", "Odin", BlockStyle.Braces)
        {
            Extensions = ["odin"], Comments = CStyleNested, Strings = [DoubleQuoted, BacktickRaw, Character],
            Keywords = Words("asm auto_cast bit_set break case cast context continue defer distinct do dynamic else enum fallthrough for foreign if import in map matrix not_in or_else or_return package proc return struct switch transmute typeid union using when where"),
        },
        new("carbon", "Carbon", BlockStyle.Braces)
        {
            Extensions = ["carbon"], Comments = [SlashLine], Strings = [TripleSingle, DoubleQuoted],
            Keywords = Words("abstract addr alias and api as auto base break case class constraint continue default else extend fn for forall friend if impl import in interface is let library match namespace not or package private protected return returned then type var virtual where while"),
        },
        new("gleam", "Gleam", BlockStyle.Braces)
        {
            Extensions = ["gleam"], Comments = [SlashLine], Strings = [DoubleLines],
            Keywords = Words("as assert auto case const external fn if import let opaque panic pub todo type use"),
        },
        new("move", "Move", BlockStyle.Braces)
        {
            Extensions = ["move"], Comments = CStyleNested, Strings = [DoubleQuoted], StringPrefixes = Words("b x"),
            Keywords = Words("abort acquires address as break const continue copy else entry false friend fun has if invariant let loop module move mut native public return script spec struct true use while"),
        },
        new("cairo", "Cairo", BlockStyle.Braces)
        {
            Extensions = ["cairo"], Comments = [SlashLine], Strings = [DoubleQuoted, SingleQuoted],
            Keywords = Words("as break const continue else enum extern false fn for if impl implicits let loop match mod mut nopanic of pub ref return self struct trait true type use while"),
        },
        new("awk", "AWK", BlockStyle.Braces)
        {
            Extensions = ["awk", "gawk"], Shebangs = ["awk", "gawk"], Comments = [HashLine], Strings = [DoubleQuoted], Traits = LexicalTraits.RegexLiterals, WordCharacters = "$",
            Keywords = Words("BEGIN END break continue delete do else exit for func function getline if in next print printf return while"),
        },
        new("qml", "QML", BlockStyle.Braces)
        {
            Extensions = ["qml"], Comments = CStyle, Strings = WebFamily.ScriptStrings, Traits = LexicalTraits.RegexLiterals, WordCharacters = "$",
            Keywords = Words(WebFamily.ScriptWords + " property signal readonly alias required"),
        },
    ];
}
