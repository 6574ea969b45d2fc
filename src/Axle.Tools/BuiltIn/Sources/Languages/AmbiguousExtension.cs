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
            "m" => Has(text, "@interface") || Has(text, "@implementation") || Has(text, "#import") || Has(text, "#include") || Has(text, "@property") ? "objectivec" : "matlab",
            "v" => Has(text, "endmodule") || Has(text, "timescale") ? "verilog" : Has(text, "Qed.") || Has(text, "Require ") || Has(text, "Proof.") ? "coq" : "v",
            "pl" or "pro" => text.StartsWith("#!") || Has(text, "use strict") || Has(text, "sub ") || Has(text, "my ") || !Has(text, ":-") ? null : "prolog",
            "t" => Has(text, "use ") || text.StartsWith("#!") ? null : "text",
            "ts" => Has(text, "<!DOCTYPE TS") || text.StartsWith("<?xml") ? "xml" : null,
            "fs" => Has(text, "gl_") || Has(text, "#version") ? "glsl" : null,
            "cl" => Has(text, "__kernel") || Has(text, "kernel void") ? "opencl" : "commonlisp",
            "cls" => "apex",
            "s" => "assembly",
            "d" => Has(text, "module ") || Has(text, "import ") || Has(text, "void ") ? null : "make",
            "as" => Has(text, "package") || Has(text, "class ") || Has(text, "function ") ? null : "text",
            "fun" => Has(text, "functor") || Has(text, "struct") ? null : "text",
            _ => null,
        };
        return id is not null && LanguageTable.TryGet(id, out var chosen) ? chosen : candidates[0];
    }

    private static string HeaderOf(ReadOnlySpan<char> text) =>
        Has(text, "@interface") || Has(text, "@protocol") || Has(text, "@class ") ? "objectivec"
        : Has(text, "\nclass ") || Has(text, "\nnamespace ") || Has(text, "template <") || Has(text, "template<") || Has(text, "std::")
            || Has(text, "public:") || Has(text, "private:") || Has(text, "#include <string>") || Has(text, "#include <vector>") ? "cpp"
        : "c";

    private static bool Has(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.Ordinal);
}
