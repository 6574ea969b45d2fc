using System.Collections.Frozen;
using System.Globalization;

namespace Axle.Guardrails.Input.Normalisation;

/// <summary>
/// The table of letters and what they are without accent, style or foreign alphabet. The framework cannot be asked: with invariant globalisation its
/// compatibility normalisation does nothing. Generated from the decompositions of Unicode 14, look-alikes chosen by hand.
/// </summary>
internal static class Folding
{
    private static readonly FrozenDictionary<int, Fold> Table = Read();

    /// <summary>What a code point becomes; null when it stays.</summary>
    public static Fold? Find(int codePoint) => Table.GetValueOrDefault(codePoint);

    private static FrozenDictionary<int, Fold> Read()
    {
        using var reader = new StreamReader(typeof(Folding).Assembly.GetManifestResourceStream("guardrails.folding.txt")!);
        var table = new Dictionary<int, Fold>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var parts = line.Split(' ');
            var kind = Enum.Parse<FoldKind>(parts[0], ignoreCase: true);
            foreach (var point in parts[2..])
                table.TryAdd(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture), new Fold(parts[1], kind));
        }

        return table.ToFrozenDictionary();
    }
}
