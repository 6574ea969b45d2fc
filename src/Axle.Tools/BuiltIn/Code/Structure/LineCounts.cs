using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>Which lines of a file hold code, comments or nothing.</summary>
internal sealed class LineCounts
{
    private readonly int[] _codeBefore;

    public LineCounts(SourceFile file)
    {
        var code = new bool[file.LineCount + 2];
        var comment = new bool[file.LineCount + 2];
        var tokens = file.TokenArray;
        for (int i = 0; i < tokens.Length; i++)
        {
            bool remark = tokens[i].Kind == TokenKind.Comment || IsDocumentation(file, tokens, i);
            int last = tokens[i].Line + file.Text.AsSpan(tokens[i].Offset, tokens[i].Length).Count('\n');
            Array.Fill(remark ? comment : code, true, tokens[i].Line, Math.Min(last, file.LineCount) - tokens[i].Line + 1);
        }

        _codeBefore = new int[file.LineCount + 2];
        for (int line = 1; line <= file.LineCount; line++)
        {
            Comment += comment[line] && !code[line] ? 1 : 0;
            _codeBefore[line + 1] = _codeBefore[line] + (code[line] ? 1 : 0);
        }

        Code = _codeBefore[file.LineCount + 1];
        Blank = file.LineCount - Code - Comment;
    }

    public int Code { get; }

    public int Comment { get; }

    public int Blank { get; }

    /// <summary>Lines with code from the first to the last line given.</summary>
    public int CodeBetween(int first, int last) => _codeBefore[Math.Min(last + 1, _codeBefore.Length - 1)] - _codeBefore[first];

    private static bool IsDocumentation(SourceFile file, Token[] tokens, int i)
    {
        if (tokens[i].Kind != TokenKind.Literal || file.Language?.Id is not ("python" or "starlark" or "mojo" or "gdscript") || !tokens[i].In(file.Text).Contains("\"\"\"", StringComparison.Ordinal))
        {
            return false;
        }

        if (i == 0)
        {
            return true;
        }

        char before = file.Text[tokens[i - 1].End - 1];
        return tokens[i - 1].Line != tokens[i].Line && before is not ('(' or ',' or '=' or '[' or '{' or '+' or '\\' or '%');
    }
}
