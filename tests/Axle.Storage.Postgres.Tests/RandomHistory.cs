using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Postgres.Tests;

/// <summary>Commands to stores, drawn from a seed: most of them such that they succeed, some late, early, wrong or twice.</summary>
/// <param name="seed">The seed.</param>
internal sealed class RandomHistory(int seed)
{
    private static readonly RunStatus[] Statuses =
    [
        RunStatus.Executing, RunStatus.Executing, RunStatus.Executing, RunStatus.Idle, RunStatus.Paused, RunStatus.Compensating,
        RunStatus.Completed, RunStatus.Failed,
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, (int Process, long Epoch, long Seq)> _runs = [];
    private int _signals;
    private int _commands;

    /// <summary>The kinds of commands and how they ended.</summary>
    public HashSet<string> Kinds { get; } = [];

    public StoreCommand Next()
    {
        var run = $"run-{_random.Next(6)}";
        var (process, epoch, seq) = _runs.GetValueOrDefault(run, (_random.Next(2), 1, 0));
        if (_random.Next(12) == 0)
            process = 1 - process;
        if (_random.Next(20) == 0)
            epoch += _random.Next(3) - 1;
        if (_random.Next(20) == 0)
            seq += _random.Next(3) - 1;
        var status = Statuses[_random.Next(Statuses.Length)];
        return new StoreCommand(Kind(), process, run, Math.Max(epoch, 1), Math.Max(seq, 0))
        {
            Number = _commands++,
            Status = status,
            // A run begins with an event.
            Events = Math.Max(_random.Next(4), seq == 0 ? 1 : 0),
            Large = _random.Next(6) == 0,
            // A run that has ended is given up, as the engine does.
            Release = _random.Next(4) == 0 || status is RunStatus.Completed or RunStatus.Failed,
            WakeAfter = _random.Next(2) == 0 ? null : _random.Next(5),
            Group = _random.Next(5) == 0 ? "deploys" : null,
            Attention = _random.Next(6) == 0 ? RunAttention.Approval : RunAttention.None,
            Hour = _random.Next(5),
            Signal = _random.Next(4) == 0 ? $"s{_random.Next(_signals + 1)}" : $"s{_signals++}",
        };
    }

    /// <summary>What the reference answered: epochs, and how far a run is.</summary>
    public void Learn(StoreCommand command, string answer)
    {
        Kinds.Add($"{command.Kind} {answer.Split(' ')[0]}");
        if (answer.StartsWith("stored ", StringComparison.Ordinal))
            _runs[command.Run] = (command.Process, command.Epoch, command.Seq + command.Events);
        else if (answer.StartsWith("epoch ", StringComparison.Ordinal))
            _runs[command.Run] = (command.Process, long.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), command.Seq);
        else if (answer == "removed True")
            _runs.Remove(command.Run);
        foreach (var opened in answer.StartsWith("opened ", StringComparison.Ordinal) ? answer.Split('|')[1..] : [])
        {
            var parts = opened.Split(' ');
            _runs[parts[0]] = (command.Process, Number(parts[1]), Number(parts[2]));
        }
    }

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private StoreCommandKind Kind() => _random.Next(100) switch
    {
        < 50 => StoreCommandKind.Append,
        < 56 => StoreCommandKind.Claim,
        < 62 => StoreCommandKind.Open,
        < 68 => StoreCommandKind.Release,
        < 76 => StoreCommandKind.Signal,
        < 86 => StoreCommandKind.OpenDue,
        < 89 => StoreCommandKind.Delete,
        < 91 => StoreCommandKind.Purge,
        < 94 => StoreCommandKind.Kill,
        _ => StoreCommandKind.Look,
    };
}
