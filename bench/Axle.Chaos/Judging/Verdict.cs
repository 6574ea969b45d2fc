using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Chaos.Judging;

/// <summary>How it went.</summary>
internal sealed record Verdict
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required int Seed { get; init; }

    public required double Minutes { get; init; }

    /// <summary>What cut nodes off.</summary>
    public required string Network { get; init; }

    /// <summary>What failed, and how often.</summary>
    public required IReadOnlyDictionary<string, int> Failed { get; init; }

    /// <summary>Runs whose start was acknowledged.</summary>
    public required int Accepted { get; init; }

    public required int Completed { get; init; }

    /// <summary>Runs that wait for a person to say whether an effect happened.</summary>
    public required int WaitForAPerson { get; init; }

    /// <summary>Executions of steps that began.</summary>
    public required int Effects { get; init; }

    /// <summary>Of these, those that were made before.</summary>
    public required int MadeAgain { get; init; }

    /// <summary>Requests to the API.</summary>
    public long? Requests { get; init; }

    /// <summary>Requests that were made again because no good answer came.</summary>
    public required long AskedAgain { get; init; }

    /// <summary>Nodes that ended although nobody killed them; a service manager starts them again.</summary>
    public required int EndedByThemselves { get; init; }

    /// <summary>Seconds after the last fault until every run was over.</summary>
    public required double SettledAfter { get; init; }

    /// <summary>From the kill of a worker to the next beginning of the steps it was at.</summary>
    public required Recovery? Steps { get; init; }

    /// <summary>The same of kills while nothing else was wrong.</summary>
    public required Recovery? StepsWithAllElseWell { get; init; }

    /// <summary>From the kill of an engine to who took over the runs it owned.</summary>
    public required Recovery? Runs { get; init; }

    /// <summary>The same of kills while nothing else was wrong.</summary>
    public required Recovery? RunsWithAllElseWell { get; init; }

    /// <summary>What is wrong; empty when all is well.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Tells it.</summary>
    /// <param name="json">File that it is written to as JSON; null for none.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The exit code: 0 when all is well, 1 when not.</returns>
    public async Task<int> TellAsync(string? json, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(this, Form);
        Console.WriteLine(text);
        if (json is not null)
            await File.WriteAllTextAsync(json, text, cancellationToken);
        Console.WriteLine(this);
        return Faults.Count == 0 ? 0 : 1;
    }

    public override string ToString() => Faults.Count == 0
        ? $"All is well: of {Accepted} runs none was lost, {Completed} completed, {WaitForAPerson} wait for a person; nothing was recorded twice, "
            + "and no effect happened twice that must happen at most once."
        : $"{Faults.Count} faults:\n{string.Join('\n', Faults.Take(50))}";
}
