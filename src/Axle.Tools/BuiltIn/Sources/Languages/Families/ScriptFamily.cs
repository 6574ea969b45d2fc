using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>Dynamic languages and shells.</summary>
internal static class ScriptFamily
{
    private const string PythonWords =
        "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is " +
        "lambda match nonlocal not or pass raise return try while with yield";

    private const string RubyWords =
        "BEGIN END alias and begin break case class def defined? do else elsif end ensure false for if in module next nil not or redo rescue " +
        "retry return self super then true undef unless until when while yield";

    private static readonly StringSyntax RubyDouble = DoubleLines with { Hole = "#{" };

    public static IEnumerable<Language> All => [.. Pythons, .. Rubies, .. Shells, .. Others];

    private static IEnumerable<Language> Pythons =>
    [
        Python("python", "Python", PythonWords, "py", "pyw", "pyi", "pyx", "pxd") with { Shebangs = ["python", "pypy"], FileNames = ["SConstruct", "SConscript", "wscript"] },
        Python("starlark", "Starlark", PythonWords, "bzl", "star", "bazel") with { FileNames = ["BUILD", "WORKSPACE", "BUCK", "Tiltfile"] },
        Python("mojo", "Mojo", PythonWords + " fn struct trait var let alias inout owned borrowed raises", "mojo"),
        Python("gdscript", "GDScript", "and as assert await break breakpoint class class_name const continue elif else enum extends false for func if in is match not null or pass preload return self signal static super true var void when while yield", "gd"),
        Python("vyper", "Vyper", PythonWords + " interface struct event implements", "vy"),
    ];

    private static IEnumerable<Language> Rubies =>
    [
        new("ruby", "Ruby", BlockStyle.Keywords)
        {
            Extensions = ["rb", "rake", "gemspec", "ru", "podspec", "jbuilder"], FileNames = ["Rakefile", "Gemfile", "Guardfile", "Vagrantfile", "Capfile", "Podfile", "Fastfile", "Brewfile", "Dangerfile"],
            Shebangs = ["ruby", "jruby"], Comments = [new("=begin", "\n=end", Place: CommentPlace.FirstColumn), HashLine],
            Strings = [.. RubyPercents, RubyDouble, SingleLines, Backtick with { Hole = "#{" }, new("?") { Form = StringForm.OneCharacter }],
            WordCharacters = "$@", WordEndings = "?!", Keywords = Words(RubyWords),
            Traits = LexicalTraits.RegexLiterals | LexicalTraits.Heredocs | LexicalTraits.DataSection,
        },
        new("crystal", "Crystal", BlockStyle.Keywords)
        {
            Extensions = ["cr"], Comments = [HashLine], Strings = [.. RubyPercents, RubyDouble, Character, Backtick with { Hole = "#{" }],
                WordCharacters = "$@", WordEndings = "?!",
            Keywords = Words(RubyWords + " abstract annotation enum fun include extend lib macro of out pointerof private protected require select sizeof struct type union verbatim with"),
            Traits = LexicalTraits.RegexLiterals | LexicalTraits.Heredocs,
        },
        new("elixir", "Elixir", BlockStyle.Keywords)
        {
            Extensions = ["ex", "exs"], Shebangs = ["elixir"], Comments = [HashLine], WordEndings = "?!", WordCharacters = "@",
            Strings =
                [TripleDouble with { Hole = "#{" }, TripleSingle, .. Sigils, DoubleLines with { Hole = "#{" },
                    SingleLines with { Hole = "#{" }, new("?") { Form = StringForm.OneCharacter }],
            Keywords = Words("after alias and case catch cond def defdelegate defexception defguard defimpl defmacro defmacrop defmodule defoverridable defp defprotocol defstruct do else end false fn for if import in nil not or quote raise receive require rescue reraise super throw true try unless unquote use when with"),
        },
    ];

    private static IEnumerable<Language> Shells =>
    [
        new("shell", "Shell", BlockStyle.Keywords)
        {
            Extensions = ["sh", "bash", "zsh", "ksh", "bats", "ebuild"], FileNames = [".bashrc", ".bash_profile", ".zshrc", ".profile", "configure.ac", "PKGBUILD", "APKBUILD"],
            Shebangs = ["sh", "bash", "zsh", "ksh", "dash", "ash", "bats"], Comments = [HashWord], WordCharacters = "$", WordEndings = "-",
            Strings =
                [new("$'", "'") { Multiline = true }, new("$\"", "\"") { Multiline = true, Hole = "$(" }, DoubleLines with { Hole = "$(" },
                    SingleRaw with { Multiline = true }, Backtick],
            Keywords = Words("break case continue declare do done elif else esac eval exec exit export fi for function if in local readonly return select set shift then time trap unset until while"),
            Traits = LexicalTraits.Heredocs | LexicalTraits.SigilsHideComments,
        },
        new("fish", "Fish", BlockStyle.Keywords)
        {
            Extensions = ["fish"], Shebangs = ["fish"], Comments = [HashWord], WordCharacters = "$", WordEndings = "-", Strings = [DoubleLines, SingleLines],
            Keywords = Words("and begin break case continue else end exit for function if in not or return set switch while"),
        },
        new("batch", "Batch", BlockStyle.Parentheses)
        {
            Extensions = ["bat", "cmd"],
                Comments = [new("::", Place: CommentPlace.FirstOnLine), new("@rem"), new("rem", Place: CommentPlace.FirstOnLine)],
                    CaseSensitive = false, Strings = [DoubleQuoted with { Escape = '\0' }],
            Keywords = Words("call cd cls copy del do echo else endlocal errorlevel exist exit for goto if in md move not pause rd ren set setlocal shift start"),
        },
        new("tcl", "Tcl", BlockStyle.Braces)
        {
            Extensions = ["tcl", "tk", "itcl", "exp"], Shebangs = ["tclsh", "wish", "expect"], Comments = [HashWord], Strings = [DoubleLines], WordCharacters = "$:",
            Keywords = Words("break catch continue else elseif error eval expr for foreach global if incr namespace package proc puts return set switch try unset uplevel upvar variable while"),
        },
    ];

    private static IEnumerable<Language> Others =>
    [
        new("perl", "Perl", BlockStyle.Braces)
        {
            Extensions = ["pl", "pm", "t", "pod", "psgi"], Shebangs = ["perl"], FileNames = ["cpanfile", "Makefile.PL", "Build.PL"],
            Comments = [.. PodBlocks, HashLine], Strings = [.. PerlQuotes, DoubleLines, SingleLines, Backtick], WordCharacters = "",
            Keywords = Words(
                "and cmp continue default do each else elsif eq eval exit for foreach ge given goto grep gt if last le local lt map my " +
                "ne next no not or our package print redo require return say scalar shift state sub undef unless until use wantarray when while xor BEGIN END"),
            Traits = LexicalTraits.RegexLiterals | LexicalTraits.Heredocs | LexicalTraits.DataSection | LexicalTraits.SigilsHideComments,
        },
        new("raku", "Raku", BlockStyle.Braces)
        {
            Extensions = ["raku", "rakumod", "p6", "pm6", "rakutest"], Shebangs = ["raku", "perl6"], Comments = [.. PodBlocks, HashLine],
                Strings = [DoubleLines, SingleLines], WordCharacters = "$@%", WordEndings = "-",
            Keywords = Words("and class constant do else elsif eval for gather given grammar has if is last loop method module multi my next not only or our proto react regex repeat return role rule self sub submethod supply token try unit unless until use when whenever while with without"),
        },
        new("lua", "Lua", BlockStyle.Keywords)
        {
            Extensions = ["lua", "rockspec", "luau"], Shebangs = ["lua", "luajit"], Comments = [DashLine],
            Strings = [new("[=") { Form = StringForm.LongBracket }, new("[[") { Form = StringForm.LongBracket }, DoubleQuoted, SingleQuoted],
            Keywords = Words("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"),
        },
        new("r", "R", BlockStyle.Braces)
        {
            Extensions = ["r", "rmd", "rprofile"], Shebangs = ["Rscript"], Comments = [HashLine], WordCharacters = ".", Strings = [DoubleLines, SingleLines, Backtick],
            Keywords = Words("if else repeat while function for in next break TRUE FALSE NULL NA Inf NaN"),
        },
        new("julia", "Julia", BlockStyle.Keywords)
        {
            Extensions = ["jl"], Shebangs = ["julia"], Comments = [new("#=", "=#", Nested: true), HashLine], WordEndings = "!", Traits = LexicalTraits.QuoteAfterOperandIsOperator,
            Strings = [TripleDouble with { Hole = "$(" }, DoubleLines with { Hole = "$(" }, Character, Backtick], StringPrefixes = Words("r b v raw html md L s"),
            Keywords = Words("abstract baremodule begin break catch const continue do else elseif end export false finally for function global if import in let local macro module mutable primitive quote return struct true try type using where while"),
        },
        new("vimscript", "Vim script", BlockStyle.Keywords)
        {
            Extensions = ["vim"], FileNames = [".vimrc", "vimrc", ".gvimrc"], Comments = [new("\"", Place: CommentPlace.FirstOnLine)],
                Strings = [DoubleQuoted, SingleDoubled], WordCharacters = "&:#", Traits = LexicalTraits.VimComments,
            Keywords = Words("augroup autocmd break call catch command continue def echo else elseif enddef endfor endfunction endfunc endif endtry endwhile execute finally for func function if in let map return set silent throw try unlet while"),
        },
        new("nim", "Nim", BlockStyle.Indentation)
        {
            Extensions = ["nim", "nims", "nimble"], Comments = [new("##[", "]##"), new("#[", "]#", Nested: true), HashLine],
                Strings = [TripleDouble with { Escape = '\0' }, new("r\"", "\"") { Escape = '\0', Doubled = true }, DoubleQuoted, Character],
            Keywords = Words("addr and as asm bind block break case cast concept const continue converter defer discard distinct div do elif else end enum except export finally for from func if import in include interface is isnot iterator let macro method mixin mod nil not notin object of or out proc ptr raise ref return shl shr static template try tuple type using var when while xor yield"),
        },
        new("janet", "Janet", BlockStyle.Parentheses)
        {
            Extensions = ["janet"], Comments = [HashLine], Strings = [Backtick with { Escape = '\0' }, DoubleLines], WordCharacters = "-*?!<>=/+.&%$:",
            Keywords = Words("def defn defn- defmacro fn if cond case match let var while for loop each when unless do try and or"),
        },
    ];

    private static IEnumerable<CommentSyntax> PodBlocks =>
        from word in "pod head1 head2 head3 head4 over item back begin for encoding".Split(' ')
        select new CommentSyntax("=" + word, "\n=cut", Place: CommentPlace.FirstColumn);

    private static IEnumerable<StringSyntax> PerlQuotes =>
    [
        new("qq") { Form = StringForm.Delimited, Multiline = true }, new("qw") { Form = StringForm.Delimited, Multiline = true },
        new("qr") { Form = StringForm.Delimited, Multiline = true }, new("q") { Form = StringForm.Delimited, Multiline = true },
        new("m") { Form = StringForm.Delimited, Multiline = true }, new("s") { Form = StringForm.DelimitedTwice, Multiline = true },
        new("tr") { Form = StringForm.DelimitedTwice, Multiline = true }, new("y") { Form = StringForm.DelimitedTwice, Multiline = true },
    ];

    private static IEnumerable<StringSyntax> RubyPercents =>
        from letter in "q Q w W i I r x s".Split(' ')
        select new StringSyntax("%" + letter) { Form = StringForm.Delimited, Multiline = true };

    private static IEnumerable<StringSyntax> Sigils =>
        from letter in "s S r R w W c C D T N U H L p".Split(' ')
        select new StringSyntax("~" + letter) { Form = StringForm.Delimited, Multiline = true };

    private static Language Python(string id, string name, string words, params string[] extensions) => new(id, name, BlockStyle.Indentation)
    {
        Extensions = extensions,
        Comments = [HashLine],
        Strings = [TripleDouble, TripleSingle, DoubleQuoted, SingleQuoted],
        StringPrefixes = Words("r b u f t br rb fr rf R B U F BR Br bR RB Rb rB FR Fr fR RF Rf rF"),
        Keywords = Words(words),
    };
}
