using System.Globalization;

namespace Axle.Chaos.Judging;

/// <summary>A line of the ledger of effects: an execution of a step began or ended, as the world outside saw it.</summary>
/// <param name="IsBegin">Whether it began.</param>
/// <param name="At">When, in seconds since the machine started.</param>
/// <param name="Process">The worker that had it made.</param>
/// <param name="Run">The run.</param>
/// <param name="Step">The step's address.</param>
/// <param name="Key">The idempotency key that came with it.</param>
internal sealed record Effect(bool IsBegin, double At, int Process, string Run, string Step, string Key)
{
    /// <summary>Reads a ledger.</summary>
    /// <exception cref="FormatException">A line of it is none.</exception>
    public static IReadOnlyList<Effect> Read(string path) => [.. File.ReadLines(path).Select(Parse)];

    private static Effect Parse(string line) => line.Split(' ') is [var what and ("begin" or "end"), var at, var process, var run, var step, var key]
        ? new Effect(what == "begin", Number(at), int.Parse(process, CultureInfo.InvariantCulture), run, step, key)
        : throw new FormatException($"'{line}' is no line of a ledger of effects.");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
