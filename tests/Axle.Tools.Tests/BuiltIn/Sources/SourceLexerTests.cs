using System.Text;
using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.Tests.BuiltIn.Sources;

public sealed class SourceLexerTests
{
    private static readonly string[] Fragments =
    [
        "\"", "'", "`", "\"\"\"", "'''", "/*", "*/", "//", "#", "--", "(*", "*)", "{-", "-}", "<<EOF", "EOF", "\n", "\r\n", "\\", "${", "#{", "$(", "\\(", "{", "}", "(", ")",
        "[[", "]]", "[==[", "R\"x(", "r#\"", "\"#", "$\"\"\"", "@\"", "q{", "s/a/", "%w[", "~r/", "?a", "$a", "#\\", "<?php", "?>", "<script>", "</script>", "__END__",
        "=begin", "=cut", "abc", "if", "end", "1.5e-3", "0x1F", "é", "😀", "\ud800", "\0", " ", "\t", "/", "<!--", "-->", "{{", "|#", "#|", "%{", "REM x",
    ];

    public static TheoryData<string> AllLanguages => [.. LanguageTable.All.Select(l => l.Id)];

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Any_text_is_lexed_without_gaps_or_overlaps(string id)
    {
        var language = LanguageTable.Get(id);
        var random = new Random(20240117);
        for (int round = 0; round < 60; round++)
        {
            var text = new StringBuilder();
            for (int i = random.Next(80); i >= 0; i--)
            {
                text.Append(Fragments[random.Next(Fragments.Length)]);
            }

            ShouldCover(text.ToString(), language);
        }
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Work_stays_linear_when_nothing_is_ever_closed(string id)
    {
        // A lexer that searches the rest of the text from each opening would take minutes; the limit only ends such a test.
        var language = LanguageTable.Get(id);
        foreach (string opening in (string[])["\"${", "/*", "'", "[==[", "<<A1 ", "/[", "q{ ", "R\"a(", "$\"\"\"", "{- ", "\"\"\"", "`${"])
        {
            string text = string.Concat(Enumerable.Repeat(opening, 60_000 / opening.Length));
            Should.CompleteIn(() => ShouldCover(text, language), TimeSpan.FromSeconds(60));
        }
    }

    [Theory]
    [InlineData("csharp", "var a = $\"x {b[\"k\"]} // no\"; // yes", "$\"x {b[\"k\"]} // no\"")]
    [InlineData("csharp", "var a = \"\"\"\n /* \"q\" \"\"\";", "\"\"\"\n /* \"q\" \"\"\"")]
    [InlineData("csharp", "var a = @\"c:\\\"; b();", "@\"c:\\\"")]
    [InlineData("rust", "let s = r#\"a \" // b\"#; fn x<'a>() {}", "r#\"a \" // b\"#")]
    [InlineData("cpp", "auto s = R\"sql(select \" ) )sql\";", "R\"sql(select \" ) )sql\"")]
    [InlineData("javascript", "const t = `a ${ f(`b ${c}`) } // d`; x", "`a ${ f(`b ${c}`) } // d`")]
    [InlineData("javascript", "x = a.replace(/[/\"]/g, b)", "/[/\"]/g")]
    [InlineData("python", "x = rb'# no' # yes", "rb'# no'")]
    [InlineData("ruby", "x = %w[a # b]", "%w[a # b]")]
    [InlineData("perl", "my $x = q{a { # } b}; # c", "q{a { # } b}")]
    [InlineData("shell", "echo \"$(cat \"a # b\")\" # c", "\"$(cat \"a # b\")\"")]
    [InlineData("lua", "local s = [==[ ]] -- no ]==]", "[==[ ]] -- no ]==]")]
    [InlineData("swift", "let s = \"a \\(f(\"b\")) // c\"", "\"a \\(f(\"b\")) // c\"")]
    [InlineData("erlang", "X = $\", Y = $%.", "$\"")]
    [InlineData("clojure", "(f \\\" #\"a;b\")", "\\\"")]
    [InlineData("ada", "C : Character := '\"'; X'Length", "'\"'")]
    [InlineData("sql", "select 'it''s -- x' from t -- y", "'it''s -- x'")]
    public void Literals_end_where_their_language_says(string id, string text, string literal) =>
        Texts(text, id, TokenKind.Literal).ShouldContain(literal);

    [Theory]
    [InlineData("c", "a /* b \" */ c // d", "/* b \" */|// d")]
    [InlineData("rust", "/* a /* b */ c */ d", "/* a /* b */ c */")]
    [InlineData("haskell", "a --> b -- c\n{- x {- y -} -}", "-- c|{- x {- y -} -}")]
    [InlineData("lua", "--[[ a\n b ]] c -- d", "--[[ a\n b ]]|-- d")]
    [InlineData("shell", "echo $# ${a#b} a#b # c", "# c")]
    [InlineData("perl", "my $n = $#a; # c\n=head1 X\n\ntext\n\n=cut\nprint", "# c|=head1 X\n\ntext\n\n=cut")]
    [InlineData("ruby", "a\n=begin\nb\n=end\nc # d", "=begin\nb\n=end|# d")]
    [InlineData("visualbasic", "x = \"'\" ' c\nREM d\nremark = 1", "' c|REM d")]
    [InlineData("fortran77", "C comment\n      x = 'a!b' ! c", "C comment|! c")]
    [InlineData("cobol", "000100* note\n000200 MOVE A TO B. *> c", "000100* note|*> c")]
    [InlineData("matlab", "x = a' * b'; % c\n%{\nblock\n%}\ny", "% c|%{\nblock\n%}")]
    [InlineData("php", "<p># no</p><?php a(); # yes\n?><b>// no</b>", "# yes")]
    [InlineData("html", "<a>// no</a><script>f(); // yes\n</script>", "// yes")]
    [InlineData("vimscript", "\" c\nlet x = \"a\" \" d", "\" c|\" d")]
    public void Comments_are_found_outside_literals_only(string id, string text, string comments) =>
        string.Join('|', Texts(text, id, TokenKind.Comment)).ShouldBe(comments);

    [Fact]
    public void Heredoc_is_one_literal_and_the_code_goes_on_behind_it()
    {
        var tokens = SourceLexer.Lex("cat <<EOF | sort\nif then # no\nEOF\necho done", LanguageTable.Get("shell"));
        tokens.Count(t => t.Kind == TokenKind.Comment).ShouldBe(0);
        tokens[^1].Line.ShouldBe(4);
    }

    [Fact]
    public void Lines_and_columns_count_from_one()
    {
        string text = "int a;\n\n  /* x\n y */ b();";
        var tokens = SourceLexer.Lex(text, LanguageTable.Get("c"));
        var b = tokens.Single(t => t.Is(text, "b"));
        (b.Line, b.Column).ShouldBe((4, 7));
    }

    private static IEnumerable<string> Texts(string text, string id, TokenKind kind) =>
        SourceLexer.Lex(text, LanguageTable.Get(id)).Where(t => t.Kind == kind).Select(t => t.In(text).ToString());

    private static void ShouldCover(string text, Language language)
    {
        int at = 0;
        foreach (var token in SourceLexer.Lex(text, language))
        {
            bool follows = token.Offset >= at && token.Length > 0 && IsBlank(text.AsSpan(at, token.Offset - at));
            if (!follows)
            {
                Assert.Fail($"{language.Id}: {token} does not follow offset {at} of: {text[..Math.Min(text.Length, 500)]}");
            }

            at = token.End;
        }

        IsBlank(text.AsSpan(at)).ShouldBeTrue();
    }

    private static bool IsBlank(ReadOnlySpan<char> text) => text.Trim('\uFEFF').IsWhiteSpace();
}
