using System.Text.Json;
using Axle.Agents.Reasoning;

namespace Axle.Cli.Output;

/// <summary>Traces of agents for people.</summary>
internal static class TraceText
{
    /// <summary>Lines of a result that are shown when nothing else is asked for.</summary>
    public const int Lines = 4;

    private const int Width = 160;

    public static void Write(TextWriter output, IReadOnlyList<AgentTrace> traces, int lines)
    {
        var (first, width) = (true, lines == int.MaxValue ? int.MaxValue : Width);
        foreach (var trace in traces)
        {
            if (!first)
                output.WriteLine();
            first = false;
            var indent = new string(' ', 2 * trace.Path.Count(static c => c == '/'));
            output.WriteLine($"{indent}{trace.Path}  {trace.Does}  {Words.Name(trace.Status)}");
            foreach (var turn in trace.Turns)
                Write(output, turn, indent + "  ", lines, width);
            if (trace.Error is { } error)
                output.WriteLine($"{indent}  error ({error.Kind.ToName()}): {error.Message}");
            if (trace.Answer is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty("summary", out var summary))
                Block(output, indent + "  answer: ", summary.GetString() ?? "", lines, width);
        }
    }

    private static void Write(TextWriter output, TraceTurn turn, string indent, int lines, int width)
    {
        output.WriteLine($"{indent}{turn.Number}. {turn.Kind}{(turn.Model is { } model ? $"  ({turn.Provider}: {model})" : "")}");
        if (turn.Thought.Length > 0)
            Block(output, indent + "   thought: ", turn.Thought, lines, width);
        foreach (var milestone in turn.Milestones)
            output.WriteLine($"{indent}   milestone: {milestone}");
        foreach (var problem in turn.Problems)
            Block(output, indent + "   problem: ", problem, lines, width);
        foreach (var call in turn.Calls)
        {
            Block(output, indent + "   action: ", $"{call.Tool} {call.Arguments.GetRawText()}", 1, width);
            foreach (var mended in call.Mended)
                output.WriteLine($"{indent}   mended: {mended}");
            if (call.Asked is { } asked)
                output.WriteLine($"{indent}   asked a person: {asked}");
            Block(output, indent + (call.Failed ? "   failed: " : "   observation: "), call.Observation, lines, width);
        }
    }

    private static void Block(TextWriter output, string lead, string text, int lines, int width)
    {
        var all = text.ReplaceLineEndings("\n").Split('\n');
        var margin = new string(' ', lead.Length);
        for (var i = 0; i < Math.Min(all.Length, lines); i++)
            output.WriteLine((i == 0 ? lead : margin) + (all[i].Length > width ? all[i][..width] + "…" : all[i]));
        if (all.Length > lines)
            output.WriteLine($"{margin}… {all.Length - lines} more lines; --full shows them");
    }
}
