using Axle.Guardrails.Input.Model;

namespace Axle.Guardrails.Input.Training;

/// <summary>The texts that were written for this repository: they teach what the public sets are poor in, and are in no figure.</summary>
internal static class OwnTexts
{
    /// <summary>Documents that one instruction is put into.</summary>
    private const int Bases = 4;

    /// <summary>Reads them.</summary>
    /// <param name="harmless">Harmless texts; instructions are put into those that are no prompts.</param>
    public static IEnumerable<Sample> Read(IReadOnlyList<Sample> harmless)
    {
        foreach (var text in Lines("everyday"))
            yield return Learnt("own everyday", text, TextSource.User, false);
        foreach (var text in Lines("attacks"))
            yield return Learnt("own attacks", text, TextSource.User, true);
        foreach (var text in Lines("documents"))
            yield return Learnt("own documents", text, TextSource.Document, false);
        var bases = harmless.Where(static s => s is { IsAttack: false, Source: not TextSource.User } && s.Text.Length is > 100 and < 2500)
            .GroupBy(static s => Pieces.KindOf(s.Text)).OrderBy(static g => g.Key).Select(static g => g.ToList()).ToList();
        foreach (var (number, instruction) in Lines("injections").Index())
        {
            for (var i = 0; i < Bases; i++)
            {
                var kind = bases[i % bases.Count];
                var page = kind[(number * 37 + i * 11) % kind.Count].Text;
                yield return Learnt("own injections", Put(instruction, page, (number + i) % 3), TextSource.Document, true) with { Injected = instruction };
            }
        }
    }

    private static Sample Learnt(string set, string text, TextSource source, bool isAttack) =>
        new(set, text, source, isAttack, text) { IsOnlyLearnt = true, IsOwn = true };

    private static string Put(string instruction, string page, int place)
    {
        if (Pieces.KindOf(page) == Surroundings.Data && page.IndexOf('{', StringComparison.Ordinal) is >= 0 and var brace)
            return $"{page[..(brace + 1)]}\"note\": \"{instruction}\", {page[(brace + 1)..]}";
        var middle = page.IndexOf('\n', page.Length / 2);
        return place switch
        {
            0 => $"{instruction}\n{page}",
            1 when middle > 0 => $"{page[..middle]}\n{instruction}{page[middle..]}",
            _ => $"{page}\n{instruction}",
        };
    }

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(OwnTexts).Assembly.GetManifestResourceStream($"guardrails.texts.{name}")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith("#!", StringComparison.Ordinal))
                yield return line.Replace("\\n", "\n", StringComparison.Ordinal);
        }
    }
}
