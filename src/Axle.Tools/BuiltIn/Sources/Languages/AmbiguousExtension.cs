namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>Chooses between languages that share a file ending, by words that only one of them uses.</summary>
internal static class AmbiguousExtension
{
    private const int Looked = 32 * 1024;

    public static Language Choose(string extension, Language[] candidates, ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Looked)];
        string? id = extension.ToLowerInvariant() switch
        {
            "h" => HeaderOf(text),
            "m" => Has(text, "@interface", "@implementation", "#import", "#include", "@property") ? "objectivec" : "matlab",
            "v" => Has(text, "endmodule", "timescale") ? "verilog" : Has(text, "Qed.", "Require ", "Proof.") ? "coq" : "v",
            "pl" or "pro" => text.StartsWith("#!") || Has(text, "use strict", "sub ", "my ") || !Has(text, ":-") ? null : "prolog",
            "t" => Has(text, "use ") || text.StartsWith("#!") ? null : "text",
            "ts" => Has(text, "<!DOCTYPE TS") || text.StartsWith("<?xml") ? "xml" : null,
            "fs" => Has(text, "gl_", "#version") ? "glsl" : null,
            "cl" => Has(text, "__kernel", "kernel void") ? "opencl" : "commonlisp",
            "cls" => "apex",
            "s" => "assembly",
            "d" => Has(text, "module ", "import ", "void ") ? null : "make",
            "as" => Has(text, "package", "class ", "function ") ? null : "text",
            "fun" => Has(text, "functor", "struct") ? null : "text",
            _ => null,
        };
        return id is not null && LanguageTable.TryGet(id, out var chosen) ? chosen : candidates[0];
    }

    private static string HeaderOf(ReadOnlySpan<char> text) =>
        Has(text, "@interface", "@protocol", "@class ") ? "objectivec"
        : Has(text, "\nclass ", "\nnamespace ", "template <", "template<", "std::")
            || Has(text, "public:", "private:", "#include <string>", "#include <vector>") ? "cpp"
        : "c";

    private static bool Has(ReadOnlySpan<char> text, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
