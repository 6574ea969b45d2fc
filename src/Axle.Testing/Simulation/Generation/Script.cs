using System.Text;
using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Generation;

/// <summary>
/// What the world does to a simulated run: tools, people and senders of signals. A pure function of the seed and of what is asked, so
/// that crashes change nothing.
/// </summary>
/// <param name="seed">The simulation's seed; null for a world in which all goes well.</param>
internal sealed class Script(int? seed)
{
    /// <summary>Signals whose names begin so never come.</summary>
    public const string Never = "never-";

    /// <summary>Approvals whose keys begin so are never answered.</summary>
    public const string Silent = "silent-";

    /// <summary>Tools whose names begin so undo something.</summary>
    public const string Undo = "undo-";

    /// <summary>Tools whose names begin so go the same way at every attempt: whether another is made depends on the moment of a crash.</summary>
    public const string Once = "once-";

    private readonly Dictionary<string, Attempt[]> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    /// <summary>Every third seed knows none, so that long ways are gone to their end.</summary>
    private bool KnowsNoFailures => seed is null || seed % 3 == 0;

    /// <summary>Has the attempts at a tool go so, whatever the seed; the last one goes on for ever.</summary>
    /// <param name="tool">A tool, or the path of a step.</param>
    /// <param name="attempts">First, second …</param>
    public Script On(string tool, params Attempt[] attempts)
    {
        _attempts[tool] = attempts;
        return this;
    }

    /// <summary>Has an approval answered so.</summary>
    public Script On(string path, Answer answer)
    {
        _answers[path] = answer;
        return this;
    }

    public Attempt Of(AttemptName name)
    {
        if (_attempts.TryGetValue(name.Path, out var told) || _attempts.TryGetValue(name.Tool, out told))
            return told[Math.Min(name.Number, told.Length) - 1];
        // A world that was mended after the failure succeeds too.
        if (KnowsNoFailures || name.Era > 0)
            return Attempt.Succeeds;
        var number = name.Tool.StartsWith(Once, StringComparison.Ordinal) ? 0 : name.Number;
        // An undo that is tried often enough succeeds.
        if (name.Tool.StartsWith(Undo, StringComparison.Ordinal))
            return number == 1 && Mix(name.Path) % 3 == 0 ? Attempt.FailsForNow : Attempt.Succeeds;
        return (Mix($"{name.Path}|{name.Tool}|{number}|{name.Around}") % 20) switch
        {
            < 13 => Attempt.Succeeds,
            < 16 => Attempt.FailsForNow,
            16 => Attempt.FailsForGood,
            17 => Attempt.Hangs,
            18 => Attempt.LosesAnswer,
            _ => Attempt.TakesLong,
        };
    }

    public Answer AnswerTo(string path, int era)
    {
        if (_answers.TryGetValue(path, out var told))
            return told;
        var key = path[(path.LastIndexOf('/') + 1)..];
        if (key.StartsWith(Silent, StringComparison.Ordinal))
            return Answer.Silent;
        return seed is null || era > 0 ? Answer.Approves : KnowsNoFailures && Mix(path) % 3 == (uint)Answer.Rejects ? Answer.Edits : (Answer)(Mix(path) % 3);
    }

    /// <summary>Whether somebody sends this signal, sooner or later, as often as it is waited for.</summary>
    public static bool Comes(string signal) => !signal.StartsWith(Never, StringComparison.Ordinal);

    /// <summary>What a signal of this name brings.</summary>
    public static JsonElement BodyOf(string signal) => JsonSerializer.SerializeToElement(new { v = Mix(0, signal) % 1000 });

    /// <summary>What a tool returns: a number that stands for all that it was given.</summary>
    public static JsonElement OutputOf(string path, string tool, JsonElement input) =>
        JsonSerializer.SerializeToElement(new { v = Mix(0, $"{path}|{tool}|{Payload.From(input)}") % 1000 });

    private uint Mix(string text) => Mix(seed ?? 0, text);

    private static uint Mix(int seed, string text)
    {
        // FNV-1a: stable over versions and machines, which string hash codes are not.
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes($"{seed}|{text}"))
            hash = (hash ^ b) * 16777619u;
        return hash ^ (hash >> 15);
    }
}
