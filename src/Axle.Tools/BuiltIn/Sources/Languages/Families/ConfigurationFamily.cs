using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>Build files, configuration, data and prose.</summary>
internal static class ConfigurationFamily
{
    public static IEnumerable<Language> All => [.. Builds, .. Data, .. Texts];

    private static IEnumerable<Language> Builds =>
    [
        new("make", "Make", BlockStyle.Indentation)
        {
            Extensions = ["mk", "mak", "make"], FileNames = ["Makefile", "GNUmakefile", "makefile", "Makefile.am", "Makefile.in"], Shebangs = ["make"], Comments = [HashWord], WordCharacters = "$", WordEndings = "-.",
            Keywords = Words("ifeq ifneq ifdef ifndef else endif include define endef export override"),
        },
        new("cmake", "CMake", BlockStyle.Keywords)
        {
            Extensions = ["cmake"], FileNames = ["CMakeLists.txt"], Comments = [new("#[[", "]]"), HashLine],
                Strings = [DoubleLines, new("[[") { Form = StringForm.LongBracket }, new("[=") { Form = StringForm.LongBracket }],
                    CaseSensitive = false, WordCharacters = "$",
            Keywords = Words("if elseif else endif foreach endforeach while endwhile function endfunction macro endmacro set include return and or not"),
        },
        new("just", "Just", BlockStyle.Indentation) { Extensions = ["just"], FileNames = ["justfile", ".justfile"], Comments = [HashLine],
            Strings = [TripleDouble, DoubleQuoted, SingleRaw, Backtick], WordEndings = "-", Keywords = Words("if else set export alias import mod") },
        new("dockerfile", "Dockerfile") { Extensions = ["dockerfile"], FileNames = ["Dockerfile", "Containerfile"],
            Comments = [new("#", Place: CommentPlace.FirstOnLine)], Strings = [DoubleLines, SingleRaw], CaseSensitive = false, WordCharacters = "$", WordEndings = "-",
            Keywords = Words("from run cmd label expose env add copy entrypoint volume user workdir arg onbuild stopsignal healthcheck shell") },
        new("terraform", "Terraform", BlockStyle.Braces)
        {
            Extensions = ["tf", "tfvars", "hcl", "nomad"], Comments = [HashLine, SlashLine, SlashBlock],
                Strings = [DoubleQuoted with { Hole = "${" }], WordEndings = "-", Traits = LexicalTraits.Heredocs,
            Keywords = Words("resource data variable output module provider terraform locals for in if dynamic moved import check true false null"),
        },
        new("bicep", "Bicep", BlockStyle.Braces) { Extensions = ["bicep", "bicepparam"], Comments = CStyle,
            Strings = [TripleSingle, SingleQuoted with { Hole = "${" }], WordCharacters = "@", Keywords = Words("param var resource module output targetScope existing for in if type func import true false null") },
        new("puppet", "Puppet", BlockStyle.Braces) { Extensions = ["puppet"], Comments = [HashLine],
            Strings = [DoubleLines with { Hole = "${" }, SingleLines], WordCharacters = "$", WordEndings = "-", Keywords = Words("class define node if elsif else unless case default inherits include require and or in true false undef function") },
        new("jsonnet", "Jsonnet", BlockStyle.Braces) { Extensions = ["jsonnet", "libsonnet"], Comments = [HashLine, SlashLine, SlashBlock],
            Strings = [new("|||", "|||") { Multiline = true }, DoubleLines, SingleLines], Keywords = Words("assert else error false for function if import importstr in local null self super tailstrict then true") },
        new("rego", "Rego", BlockStyle.Braces) { Extensions = ["rego"], Comments = [HashLine], Strings = [DoubleQuoted, BacktickRaw], Keywords = Words("as contains default else every false if import in not null package set some true with") },
        new("cue", "CUE", BlockStyle.Braces) { Extensions = ["cue"], Comments = [SlashLine],
            Strings = [TripleDouble, DoubleQuoted with { Hole = "\\(" }, SingleQuoted], WordCharacters = "#$", Keywords = Words("package import for in if let true false null") },
        new("meson", "Meson", BlockStyle.Keywords) { FileNames = ["meson.build", "meson_options.txt"], Comments = [HashLine], Strings = [TripleSingle, SingleQuoted], Keywords = Words("if elif else endif foreach endforeach and or not in true false break continue") },
        new("gn", "GN", BlockStyle.Braces) { Extensions = ["gn", "gni"], Comments = [HashLine], Strings = [DoubleQuoted], WordCharacters = "$", Keywords = Words("if else foreach import template true false") },
        new("qmake", "qmake") { Extensions = ["pri"], Comments = [HashLine], Strings = [DoubleQuoted], WordCharacters = "$" },
        new("nginx", "nginx") { Extensions = ["nginx"], FileNames = ["nginx.conf"], Comments = [HashWord], Strings = [DoubleQuoted, SingleQuoted], WordCharacters = "$", WordEndings = "-./" },
    ];

    private static IEnumerable<Language> Data =>
    [
        new("json", "JSON") { Extensions = ["json", "jsonl", "ndjson", "geojson", "webmanifest", "ipynb", "avsc"], FileNames = [".babelrc", ".eslintrc", ".prettierrc"], Strings = [DoubleQuoted], Keywords = Words("true false null") },
        new("jsonc", "JSON with comments") { Extensions = ["jsonc", "json5", "code-workspace"], FileNames = ["tsconfig.json", "jsconfig.json"], Comments = CStyle, Strings = [DoubleQuoted, SingleQuoted], Keywords = Words("true false null") },
        new("yaml", "YAML") { Extensions = ["yaml", "yml"], FileNames = [".clang-format"], Comments = [HashWord],
            Strings = [DoubleLines, SingleDoubled with { Multiline = true }], WordCharacters = "", WordEndings = "-", Keywords = Words("true false null") },
        new("toml", "TOML") { Extensions = ["toml"], FileNames = ["Pipfile"], Comments = [HashLine],
            Strings = [TripleDouble, TripleSingle with { Escape = '\0' }, DoubleQuoted, SingleRaw], WordEndings = "-", Keywords = Words("true false") },
        new("ini", "INI") { Extensions = ["ini", "cfg", "conf", "desktop", "service", "editorconfig"],
            FileNames = [".editorconfig", ".gitconfig", ".npmrc", ".env"],
                Comments = [new("#", Place: CommentPlace.FirstOnLine), new(";", Place: CommentPlace.FirstOnLine)], Strings = [DoubleQuoted], WordEndings = "-." },
        new("properties", "Properties") { Extensions = ["properties"], Comments = [new("#", Place: CommentPlace.FirstOnLine), new("!", Place: CommentPlace.FirstOnLine)], WordEndings = "-." },
        new("dotenv", "dotenv") { Extensions = ["env"], Comments = [new("#", Place: CommentPlace.FirstOnLine)], Strings = [DoubleLines, SingleLines] },
        new("csv", "CSV") { Extensions = ["csv", "tsv"], Strings = [DoubleDoubled] },
        new("diff", "Diff") { Extensions = ["diff", "patch"], Traits = LexicalTraits.Prose },
        new("prisma", "Prisma", BlockStyle.Braces) { Extensions = ["prisma"], Comments = [SlashLine], Strings = [DoubleQuoted], WordCharacters = "@", Keywords = Words("model enum datasource generator type") },
    ];

    private static IEnumerable<Language> Texts =>
    [
        new("markdown", "Markdown") { Extensions = ["md", "markdown", "mdx", "mkd"], Comments = [Markup], Traits = LexicalTraits.Prose },
        new("restructuredtext", "reStructuredText") { Extensions = ["rst", "rest"], Traits = LexicalTraits.Prose },
        new("asciidoc", "AsciiDoc") { Extensions = ["adoc", "asciidoc"], Comments = [new("//", Place: CommentPlace.FirstColumn)], Traits = LexicalTraits.Prose },
        new("latex", "LaTeX") { Extensions = ["tex", "sty", "ltx", "bib"], Comments = [PercentLine], Traits = LexicalTraits.Prose },
        new("org", "Org") { Extensions = ["org"], Comments = [new("# ", Place: CommentPlace.FirstColumn)], Traits = LexicalTraits.Prose },
        new("roff", "roff") { Extensions = ["roff", "man", "mdoc", "1", "3", "5", "7", "8"], Comments = [new(".\\\"", Place: CommentPlace.FirstColumn)], Traits = LexicalTraits.Prose },
        new("text", "Text") { Extensions = ["txt", "text"], FileNames = ["README", "LICENSE", "COPYING", "AUTHORS", "NOTICE", "CHANGES", "CHANGELOG", "TODO", "CODEOWNERS"], Traits = LexicalTraits.Prose },
    ];
}
