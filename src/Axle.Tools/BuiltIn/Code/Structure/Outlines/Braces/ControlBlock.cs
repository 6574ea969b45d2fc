namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>Reads branches and loops.</summary>
internal sealed class ControlBlock(CodeTokens tokens, BraceDialect dialect)
{
    /// <summary>A branch or a loop.</summary>
    public CodeBlock? Find(BraceHeader header)
    {
        var (indexes, brace, last) = header;
        if (tokens.Language.Id is "go" && brace > 0 && (tokens.IsName(brace - 1) || tokens.Char(brace - 1) is ']' or '}') && tokens.Touches(brace - 1, brace))
        {
            return null;
        }

        int word = indexes.FindLastIndex(i => tokens.IsKeyword(i) && dialect.Controls.Contains(tokens.Word(i)) && tokens.Char(i - 1) != '.');
        if (word < 0)
        {
            return null;
        }

        return new CodeBlock(BlockKind.Control, indexes[0], last, "", indexes[word], 0, Word(indexes, word));
    }

    private string Word(List<int> indexes, int word)
    {
        string text = tokens.Word(indexes[word]);
        return text == "if" && word > 0 && tokens.Is(indexes[word - 1], "else") ? "else if" : text;
    }
}
