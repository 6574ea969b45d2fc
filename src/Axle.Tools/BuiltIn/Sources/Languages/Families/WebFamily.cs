using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>Languages of the browser and of servers for it.</summary>
internal static class WebFamily
{
    internal const string ScriptWords =
        "async await break case catch class const continue debugger default delete do else export extends false finally for function if " +
        "import in instanceof let new null of return static super switch this throw true try typeof undefined var void while with yield";

    internal const string TypeScriptWords = ScriptWords +
        " abstract as any asserts boolean declare enum get implements infer interface is keyof module namespace never number override " +
        "private protected public readonly require set string symbol type unknown";

    private const LexicalTraits ScriptTraits = LexicalTraits.RegexLiterals | LexicalTraits.Jsx;

    internal static readonly StringSyntax[] ScriptStrings = [DoubleQuoted, SingleQuoted, Backtick with { Hole = "${" }];

    public static IEnumerable<Language> All => [.. Scripts, .. Servers, .. Markups, .. Styles];

    private static IEnumerable<Language> Scripts =>
    [
        Script("javascript", "JavaScript", ScriptWords, "js", "mjs", "cjs", "jsx") with { Shebangs = ["node"] },
        Script("typescript", "TypeScript", TypeScriptWords, "ts", "mts", "cts", "tsx") with { Shebangs = ["deno", "ts-node", "bun"] },
        new("coffeescript", "CoffeeScript", BlockStyle.Indentation)
        {
            Extensions = ["coffee", "litcoffee"], FileNames = ["Cakefile"], Comments = [new("###", "###"), HashLine],
            Strings = [TripleDouble with { Hole = "#{" }, TripleSingle, DoubleLines with { Hole = "#{" }, SingleLines], WordCharacters = "$",
            Traits = LexicalTraits.RegexLiterals,
            Keywords = Words(
                "and break by catch class continue delete do else extends false finally for if in instanceof is isnt loop new no not null " +
                "of off on or return super switch then this throw true try typeof undefined unless until when while yes yield"),
        },
        new("dart", "Dart", BlockStyle.Braces)
        {
            Extensions = ["dart"], Comments = CStyleNested, WordCharacters = "$",
            Strings = [new("r'''", "'''") { Escape = '\0', Multiline = true }, new("r\"\"\"", "\"\"\"") { Escape = '\0', Multiline = true },
                new("r'", "'") { Escape = '\0' }, new("r\"", "\"") { Escape = '\0' }, TripleSingle with { Hole = "${" }, TripleDouble with { Hole = "${" },
                SingleQuoted with { Hole = "${" }, DoubleQuoted with { Hole = "${" }],
            Keywords = Words(
                "abstract as assert async await break case catch class const continue covariant default deferred do dynamic else enum " +
                "export extends extension external factory false final finally for get hide if implements import in interface is late " +
                "library mixin new null on operator part required rethrow return set show static super switch sync this throw true try " +
                "typedef var void while with yield"),
        },
        new("actionscript", "ActionScript", BlockStyle.Braces)
        {
            Extensions = ["as"], Comments = CStyle, Strings = [DoubleQuoted, SingleQuoted], Traits = LexicalTraits.RegexLiterals,
            Keywords = Words(ScriptWords + " package public private protected internal override final interface implements get set native use"),
        },
        new("haxe", "Haxe", BlockStyle.Braces)
        {
            Extensions = ["hx"], Comments = CStyle, Strings = [DoubleLines, SingleLines with { Hole = "${" }],
            Keywords = Words(
                "abstract break case cast catch class continue default do dynamic else enum extends extern false final for function if " +
                "implements import in inline interface macro new null operator overload override package private public return static " +
                "switch this throw true try typedef untyped using var while"),
        },
    ];

    private static IEnumerable<Language> Servers =>
    [
        new("php", "PHP", BlockStyle.Braces)
        {
            Extensions = ["php", "phtml", "php5", "phps"], Shebangs = ["php"], CaseSensitive = false, WordCharacters = "$",
            Comments = [SlashLine, SlashBlock, HashLine], Traits = LexicalTraits.Heredocs | LexicalTraits.PhpIslands,
            Strings = [DoubleLines, SingleLines, Backtick],
            Keywords = Words(
                "abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty " +
                "enddeclare endfor endforeach endif endswitch endwhile enum extends final finally fn for foreach function global goto if " +
                "implements include include_once instanceof insteadof interface isset list match namespace new or print private " +
                "protected public readonly require require_once return static switch throw trait try unset use var while xor yield"),
        },
        new("hack", "Hack", BlockStyle.Braces)
        {
            Extensions = ["hack", "hh.php"], WordCharacters = "$", Comments = CStyle, Strings = [DoubleLines, SingleLines], Traits = LexicalTraits.Heredocs,
            Keywords = Words("abstract as async await break case catch class const continue default do echo else enum extends final finally for foreach function if implements interface namespace new private protected public return shape static switch throw trait try tuple type use vec while"),
        },
        new("solidity", "Solidity", BlockStyle.Braces)
        {
            Extensions = ["sol"], Comments = CStyle, Strings = [DoubleQuoted, SingleQuoted], WordCharacters = "$",
            Keywords = Words(
                "abstract address anonymous as assembly bool break bytes calldata catch constant constructor continue contract delete do " +
                "else emit enum error event external fallback for function if immutable import indexed int interface internal is library " +
                "mapping memory modifier new override payable pragma private public pure receive return returns storage string struct " +
                "throw try type uint unchecked using view virtual while"),
        },
        new("graphql", "GraphQL", BlockStyle.Braces)
        {
            Extensions = ["graphql", "gql", "graphqls"], Comments = [HashLine], Strings = [TripleDouble, DoubleQuoted],
            Keywords = Words("query mutation subscription fragment on type input interface union enum scalar schema directive extend implements"),
        },
    ];

    private static IEnumerable<Language> Markups =>
    [
        Island("html", "HTML", "html", "htm", "xhtml"),
        Island("vue", "Vue", "vue") with { Blocks = BlockStyle.Braces },
        Island("svelte", "Svelte", "svelte") with { Blocks = BlockStyle.Braces },
        Island("astro", "Astro", "astro"),
        new("razor", "Razor") { Extensions = ["cshtml", "razor"], Comments = [new("@*", "*@"), Markup], Traits = LexicalTraits.Prose },
        new("xml", "XML")
        {
            Extensions = ["xml", "xsd", "xsl", "xslt", "svg", "csproj", "fsproj", "vbproj", "props", "targets", "slnx", "resx", "xaml", "axaml", "plist", "wsdl", "nuspec", "config", "storyboard", "xib"],
            FileNames = ["pom.xml"], Comments = [Markup], Strings = [DoubleLines with { Escape = '\0' }], WordCharacters = "-:",
        },
        new("handlebars", "Handlebars") { Extensions = ["hbs", "handlebars", "mustache"], Comments = [new("{{!--", "--}}"), new("{{!", "}}"), Markup], Traits = LexicalTraits.Prose },
        new("jinja", "Jinja") { Extensions = ["j2", "jinja", "jinja2", "twig", "liquid", "njk"], Comments = [new("{#", "#}"), Markup], Traits = LexicalTraits.Prose },
        new("erb", "ERB") { Extensions = ["erb", "ejs"], Comments = [new("<%#", "%>"), Markup], Traits = LexicalTraits.Prose },
        new("pug", "Pug") { Extensions = ["pug", "jade"], Comments = [new("//", Place: CommentPlace.FirstOnLine)], Traits = LexicalTraits.Prose },
    ];

    private static IEnumerable<Language> Styles =>
    [
        new("css", "CSS") { Extensions = ["css"], Comments = [SlashBlock], Strings = [DoubleQuoted, SingleQuoted], WordCharacters = "-" },
        new("scss", "SCSS") { Extensions = ["scss"], Comments = [SlashBlock, SlashLine with { Place = CommentPlace.AfterSpace }],
            Strings = [DoubleQuoted, SingleQuoted], WordCharacters = "-$@" },
        new("less", "Less") { Extensions = ["less"], Comments = [SlashBlock, SlashLine with { Place = CommentPlace.AfterSpace }],
            Strings = [DoubleQuoted, SingleQuoted], WordCharacters = "-@" },
        new("sass", "Sass") { Extensions = ["sass"], Comments = [SlashBlock, SlashLine with { Place = CommentPlace.AfterSpace }],
            Strings = [DoubleQuoted, SingleQuoted], WordCharacters = "-$@" },
        new("stylus", "Stylus") { Extensions = ["styl"], Comments = [SlashBlock, SlashLine with { Place = CommentPlace.AfterSpace }],
            Strings = [DoubleQuoted, SingleQuoted], WordCharacters = "-$@" },
    ];

    private static Language Script(string id, string name, string words, params string[] extensions) => new(id, name, BlockStyle.Braces)
    {
        Extensions = extensions,
        Comments = [new("#!", Place: CommentPlace.FirstColumn), .. CStyle],
        Strings = ScriptStrings,
        WordCharacters = "$#",
        Traits = ScriptTraits,
        Keywords = Words(words),
    };

    private static Language Island(string id, string name, params string[] extensions) => new(id, name)
    {
        Extensions = extensions,
        Comments = [Markup],
        Traits = LexicalTraits.ScriptIslands,
    };
}
