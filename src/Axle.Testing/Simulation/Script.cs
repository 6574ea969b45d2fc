using System.Text;

namespace Axle.Testing.Simulation;

/// <summary>What each attempt of a simulated run does: a pure function of seed, step, action and attempt, so that crashes change nothing.</summary>
/// <param name="seed">The simulation's seed.</param>
internal sealed class Script(int seed)
{
    public Attempt Of(string path, string tool, int attemptOfAction) => (Mix(path, tool, attemptOfAction) % 20) switch
    {
        < 12 => Attempt.Succeeds,
        < 16 => Attempt.FailsForNow,
        < 18 => Attempt.FailsForGood,
        18 => Attempt.Hangs,
        _ => Attempt.TakesLong,
    };

    private uint Mix(string path, string tool, int attempt)
    {
        // FNV-1a: stable over versions and machines, which string hash codes are not.
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes($"{seed}|{path}|{tool}|{attempt}"))
            hash = (hash ^ b) * 16777619u;
        return hash ^ (hash >> 15);
    }
}

/// <summary>How an attempt goes.</summary>
internal enum Attempt
{
    Succeeds,
    FailsForNow,
    FailsForGood,

    /// <summary>Never ends by itself; fails where there is no time limit to end it.</summary>
    Hangs,
    TakesLong,
}
