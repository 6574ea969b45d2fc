namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>Reads types and modules.</summary>
internal sealed class TypeBlock(CodeTokens tokens, BraceDialect dialect)
{
    /// <summary>A type or module.</summary>
    public CodeBlock? Find(BraceHeader header)
    {
        var indexes = header.Indexes;
        int word = indexes.FindIndex(i => tokens.IsWord(i) && dialect.TypeWords.Contains(tokens.Word(i)));
        if (word < 0 || IsTemplateOnly(indexes, word) || tokens.Is(indexes[word] - 1, ":") || tokens.Is(indexes[word] - 1, ".") || HasAssignmentBefore(indexes, word))
        {
            return null;
        }

        if (tokens.Is(indexes[word], "namespace"))
        {
            return new CodeBlock(BlockKind.Other, indexes[0], header.Last, "", indexes[word], 0);
        }

        bool plain = tokens.Language.Id is "c" or "cpp" or "cuda" or "arduino" or "objectivec" or "d" or "glsl" or "hlsl" or "opencl";
        if (plain
            && indexes.Skip(word + 2)
            .Any(i => tokens.Char(i) == '(' && tokens.IsName(i - 1) && i - 1 > indexes[word] + 1 && !tokens.Is(indexes[word] + 1, "class"))
            && !indexes.Any(i => tokens.Is(i, ":")))
        {
            return null;
        }

        int name = indexes.Skip(word + 1).FirstOrDefault(i => tokens.IsName(i), -1);
        name = name < 0 || tokens.Language.Id == "go" ? indexes.Take(word).LastOrDefault(i => tokens.IsName(i), name) : name;
        return new CodeBlock(BlockKind.Type, indexes[0], header.Last, name < 0 ? "" : tokens.Text(name), name < 0 ? indexes[word] : name, 0);
    }

    private bool IsTemplateOnly(List<int> indexes, int word)
    {
        int angle = 0;
        for (int i = indexes[0]; i < indexes[word]; i++)
        {
            angle += tokens.Is(i, "<") ? 1 : tokens.Is(i, ">") ? -1 : 0;
        }

        return angle > 0;
    }

    private bool HasAssignmentBefore(List<int> indexes, int word) =>
        tokens.Language.Id is not ("zig" or "javascript" or "typescript" or "odin" or "vue" or "svelte")
            && indexes.Take(word).Any(i => tokens.Is(i, "=") || (tokens.Char(i) == '(' && tokens.IsName(i - 1) && !tokens.Is(i - 2, "@")));
}
