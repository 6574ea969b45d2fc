using Axle.Workflows.Ports;

namespace Axle.CrashHost.Torture;

/// <summary>One execution of a step, as the world outside saw it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Key">The idempotency key that came with it.</param>
internal sealed record Effect(string Run, string Path, int Attempt, string Key)
{
    public static Effect Of(StepContext context) => new(context.RunId.Value, context.Path, context.Attempt, context.IdempotencyKey);

    public static Effect Parse(string line) =>
        line.Split(' ') is [var run, var path, var attempt, var key] && int.TryParse(attempt, out var number)
            ? new Effect(run, path, number, key)
            : throw new FormatException($"'{line}' is no line of a ledger of effects.");

    public override string ToString() => $"{Run} {Path} {Attempt} {Key}";
}
