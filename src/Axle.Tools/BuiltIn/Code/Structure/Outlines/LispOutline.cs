namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Finds the functions of the Lisp family: <c>(defun name (args) ...)</c> and its like.</summary>
internal sealed class LispOutline(CodeTokens tokens)
{
    private static readonly HashSet<string> Functions =
        [.. "defun defn defn- defmacro defmethod defsubst cl-defun define defgeneric defmulti deftest fn lambda defmacro- cl-defmethod".Split(' ')];

    private static readonly HashSet<string> Controls =
        [.. "if cond case typecase when unless while for doseq dotimes dolist loop do match if-let when-let if-not when-not condp cond-> pcase let-loop catch".Split(' ')];

    public IReadOnlyList<CodeBlock> Run()
    {
        var blocks = new List<CodeBlock>();
        for (int i = 0; i < tokens.Count; i++)
        {
            int close = tokens.Char(i) == '(' ? tokens.Match(i) : -1;
            if (close < i + 2)
            {
                continue;
            }

            string word = tokens.Word(i + 1);
            if (Functions.Contains(word) && Named(i, close) is { } function)
            {
                blocks.Add(function);
            }
            else if (Controls.Contains(word))
            {
                blocks.Add(new CodeBlock(BlockKind.Control, i, close, "", i + 1, 0, word));
            }
        }

        return blocks;
    }

    private CodeBlock? Named(int open, int close)
    {
        int name = open + 2;
        bool schemeForm = tokens.Char(name) == '(';
        if (schemeForm)
        {
            if (tokens.Word(open + 1) != "define" || !tokens.IsWord(name + 1))
            {
                return null;
            }

            return new CodeBlock(BlockKind.Function, open, close, tokens.Text(name + 1), name + 1, Words(name, 1));
        }

        while (tokens.Is(name, "^") && name < close)
        {
            name = tokens.Match(name + 1) is var meta && meta > 0 ? meta + 1 : name + 2;
        }

        int group = name + 1;
        while (group < close && tokens.Char(group) is not ('(' or '['))
        {
            group++;
        }

        bool value = tokens.Word(open + 1) == "define" || !tokens.IsWord(name) || tokens.Word(open + 1) is "lambda";
        return value ? null : new CodeBlock(BlockKind.Function, open, close, tokens.Text(name), name, group < close ? Words(group, 0) : 0);
    }

    private int Words(int group, int skipped)
    {
        int count = -skipped;
        int close = tokens.Match(group);
        for (int i = group + 1; i < close; i++)
        {
            count += tokens.Span(i).StartsWith("&") ? 0 : 1;
            i = tokens.Match(i) is var inner && inner > i ? inner : i;
        }

        return Math.Max(0, count);
    }
}
