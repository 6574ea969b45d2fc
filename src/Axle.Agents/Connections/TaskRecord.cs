using System.Text.Json;

namespace Axle.Agents.Connections;

/// <summary>What is stored of a task that was handed out: to whom, and, when it has ended, its answer.</summary>
/// <param name="Round">How often it was handed out, from 1.</param>
/// <param name="Process">The process that has it.</param>
/// <param name="Answer">What it answered: <c>{output, usage}</c> or <c>{error}</c>; null as long as it works.</param>
internal sealed record TaskRecord(int Round, string Process, JsonElement? Answer = null);
