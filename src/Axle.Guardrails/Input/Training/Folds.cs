using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Axle.Guardrails.Input.Measuring;
using Axle.Guardrails.Input.Rules;

namespace Axle.Guardrails.Input.Training;

/// <summary>
/// Cross-validation: every text is judged by a model that has seen neither it nor another text of its group. Operating points are chosen, and the table is
/// counted, on these judgements only.
/// </summary>
internal static class Folds
{
    /// <summary>Parts into which groups are divided.</summary>
    public const int Count = 5;

    /// <summary>The part of a group.</summary>
    public static string Of(Sample sample) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes(sample.Group))[0] % Count).ToString(CultureInfo.InvariantCulture);

    /// <summary>Judges every sample that counts.</summary>
    /// <param name="samples">All prompts, or all documents.</param>
    /// <param name="train">Learns from samples, and then tells the margin of others.</param>
    /// <param name="part">Which part a sample belongs to: <see cref="Of"/>, or its set when whole sets are left out.</param>
    public static IReadOnlyList<Judged> Judge(
        IReadOnlyList<ReadSample> samples, Func<IReadOnlyList<ReadSample>, Func<ReadSample, float>> train, Func<Sample, string> part)
    {
        var parts = samples.Where(static s => !s.Sample.IsOnlyLearnt).GroupBy(s => part(s.Sample)).OrderBy(static g => g.Key, StringComparer.Ordinal).ToList();
        var judged = new IReadOnlyList<Judged>[parts.Count];
        // The parts know nothing of each other, so their order does not change a figure.
        Parallel.For(0, parts.Count, i =>
        {
            var margin = train([.. samples.Where(s => s.Sample.IsOnlyLearnt || part(s.Sample) != parts[i].Key)]);
            judged[i] = [.. parts[i].Select(s => new Judged(s.Sample, margin(s), IsCertain(s)))];
        });
        return [.. judged.SelectMany(static j => j)];
    }

    /// <summary>The least margin at which a share of harmless texts, and no more, is stopped.</summary>
    public static float Threshold(IEnumerable<Judged> harmless, double stopped)
    {
        var margins = harmless.Where(static j => !j.IsCertain).Select(static j => j.Margin).OrderDescending().ToList();
        return MathF.BitIncrement(margins[(int)(margins.Count * stopped)]);
    }

    /// <summary>Counts the table at an operating point.</summary>
    public static IReadOnlyList<MeasuredSet> Table(IEnumerable<Judged> judged, float threshold) =>
    [
        .. judged.GroupBy(static j => (j.Sample.Set, j.Sample.IsAttack, j.Sample.Source)).Select(g => new MeasuredSet(
            g.Key.Set, g.Key.Source, g.Key.IsAttack, new Proportion(g.Count(j => j.IsStopped(threshold) == g.Key.IsAttack), g.Count()), Goals.Of(g.Key.Set)))
            .OrderByDescending(static s => s.IsAttack).ThenBy(static s => s.Name, StringComparer.Ordinal),
    ];

    private static bool IsCertain(ReadSample sample) =>
        sample.Pieces.Any(static p => RuleBook.Strongest(p.Rules) is { IsCertain: true })
        || sample.Pieces.Select(static p => p.View).Distinct().Any(static v => Signs.Find(v.Text) is not null);
}
