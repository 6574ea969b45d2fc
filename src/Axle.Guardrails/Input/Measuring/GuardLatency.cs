using System.Text;
using Axle.Guardrails.Input.Training;

namespace Axle.Guardrails.Input.Measuring;

/// <summary>How long a check of a text of 2 KB takes on one core, without a judge.</summary>
/// <param name="Source">Where the texts are taken to come from.</param>
/// <param name="Count">Checks.</param>
/// <param name="P50">Microseconds that half of them took at most.</param>
/// <param name="P99">Microseconds that 99 of 100 took at most.</param>
public sealed record GuardLatency(TextSource Source, int Count, double P50, double P99)
{
    private const int Characters = 2048;
    private const int Texts = 400;
    private const int Rounds = 5;

    /// <summary>Measures texts of the public sets, put together to 2 KB each, after a round to warm up.</summary>
    /// <param name="folder">The folder that has a folder for each set.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<GuardLatency> Measure(string folder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var samples = new SharedSets(folder).Read();
        return [Measure(samples, TextSource.User, time), Measure(samples, TextSource.Tool, time)];
    }

    private static GuardLatency Measure(IReadOnlyList<Sample> samples, TextSource source, TimeProvider time)
    {
        var guard = new InputGuard(new InputGuardOptions(), time);
        var harmless = samples.Where(s => !s.IsAttack && (s.Source == TextSource.User) == (source == TextSource.User));
        var texts = Joined(harmless.Select(static s => s.Text)).Take(Texts).ToList();
        var taken = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var text in texts)
            {
                var start = time.GetTimestamp();
                guard.Check(text, source);
                if (round > 0)
                    taken.Add(time.GetElapsedTime(start).TotalMicroseconds);
            }
        }

        taken.Sort();
        return new GuardLatency(source, taken.Count, taken[taken.Count / 2], taken[(int)(taken.Count * 0.99)]);
    }

    private static IEnumerable<string> Joined(IEnumerable<string> texts)
    {
        var joined = new StringBuilder();
        foreach (var text in texts)
        {
            joined.Append(text).Append('\n');
            for (; joined.Length >= Characters; joined.Remove(0, Characters))
                yield return joined.ToString(0, Characters);
        }
    }
}
