namespace Axle.Workflows.Tests.Patterns;

/// <summary>A sample executed undisturbed, and again and again with a process that is killed at every event.</summary>
/// <param name="Calm">The undisturbed execution.</param>
/// <param name="Kills">How often a process was killed.</param>
/// <param name="MostTwice">Attempts that were made once more than undisturbed, at most, by one kill.</param>
internal sealed record PatternKills(PatternOutcome Calm, int Kills, int MostTwice)
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, PatternKills> Known = new();

    /// <summary>Executes it, once in the life of this process.</summary>
    public static PatternKills Of(Pattern pattern) => Known.GetOrAdd(pattern.Name, static (_, p) => Make(p), pattern);

    private static PatternKills Make(Pattern pattern)
    {
        var calm = new PatternWorld(pattern, null).Run();
        calm.ShouldBeSound("undisturbed");
        var (kills, twice) = (0, 0);
        for (var n = 1; n <= calm.EventCount; n++)
        {
            foreach (var point in new[] { new KillPoint(n, Before: true), new KillPoint(n, Before: false) })
            {
                var outcome = Execute(pattern, point);
                outcome.WasKilled.ShouldBeTrue($"{point}: nobody died");
                kills++;
                outcome.ShouldBeSound($"{pattern.Name}, {point}");
                outcome.Ends.ShouldBe(calm.Ends, $"{pattern.Name}, {point}");
                pattern.AndTheWorld(outcome.Shell);
                twice = Math.Max(twice, MoreThan(calm, outcome, $"{pattern.Name}, {point}"));
            }
        }

        return new PatternKills(calm, kills, twice);
    }

    private static PatternOutcome Execute(Pattern pattern, KillPoint point)
    {
        try
        {
            return new PatternWorld(pattern, point).Run();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{pattern.Name}, {point}: {exception.Message}", exception);
        }
    }

    /// <summary>Each step is made at most once more than undisturbed.</summary>
    private static int MoreThan(PatternOutcome calm, PatternOutcome outcome, string when)
    {
        var more = outcome.Attempts.Select(a => (a.Key, More: a.Value - calm.Attempts.GetValueOrDefault(a.Key))).Where(static a => a.More > 0).ToArray();
        more.ShouldAllBe(static a => a.More == 1, when);
        return more.Length;
    }
}
