using System.Globalization;
using System.Text;
using System.Text.Json;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>Writes <c>docs/patterns.md</c> from what the samples did.</summary>
internal static class PatternPage
{
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Patterns

            <!-- Made by the tests in tests/Axle.Workflows.Tests/Patterns from what the samples do: change samples/patterns or PatternList, not this page. -->

            Every pattern has a small file in [samples/patterns](../samples/patterns). Start one with `ax workflow execute samples/patterns/NAME.yaml`; those
            that run commands of the host need `--allow-run`, those with prompts use your model provider, or the offline one. `ax workflow events latest`
            shows the history, `ax workflow status latest --json` the outputs.

            This page is made from executions, on virtual time, of these very files: once undisturbed, and then once for each moment at which the process
            can die: at every event, just before it becomes durable (all work that led to it is done) and just after. Each time another process
            takes over, and all of this has to hold, or the tests fail and the page is not made:

            - the run ends with the same status, the same outputs, the same error;
            - no step that completed is begun again, and no step completes twice;
            - what is undone is undone once, in reverse order of completion;
            - no step is made more than once more than undisturbed. An attempt that was in flight is made again under the same idempotency key, unless its
              step says `effect: once`.

            Events that one decision causes become durable together; "at an event" then means at the decision it belongs to.


            """);
        page.Append("| pattern | sample | events | killed | attempts made again, at most |\n| --- | --- | --- | --- | --- |\n");
        foreach (var pattern in PatternList.All)
        {
            var kills = PatternKills.Of(pattern);
            page.Append(CultureInfo.InvariantCulture, $"| [{pattern.Title}](#{Anchor(pattern)}) | `{pattern.Name}` | {kills.Calm.EventCount} | {kills.Kills} times | {kills.MostTwice} |\n");
        }

        foreach (var pattern in PatternList.All)
            Write(page, pattern, PatternKills.Of(pattern));
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Write(StringBuilder page, Pattern pattern, PatternKills kills)
    {
        var text = PatternSamples.Text(pattern.Name);
        var lines = text.Split('\n', 2);
        page.Append(CultureInfo.InvariantCulture, $"\n## {pattern.Title}\n{lines[0].TrimStart('#', ' ')}\n\n*Elsewhere.* {pattern.Elsewhere}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"```yaml\n{lines[1].TrimEnd()}\n```\n\n{Start(pattern, text)}\n\n");
        foreach (var (index, history) in kills.Calm.Histories.Index())
        {
            var run = kills.Calm.Histories.Count == 1 ? "The run" : $"Run {index + 1}";
            page.Append(CultureInfo.InvariantCulture, $"{run} ends {Ending(kills.Calm.Ends[index])}. Its events:\n\n```\n");
            foreach (var recorded in history)
                page.Append(Line(recorded)).Append('\n');
            page.Append("```\n\n");
        }

        page.Append("*Killed in the middle.* ").Append(Killed(kills)).Append('\n');
    }

    private static string Ending(string end)
    {
        var parts = end.Split(": ", 2);
        return $"{parts[0].ToLowerInvariant()} with `{parts[1]}`";
    }

    private static string Start(Pattern pattern, string text)
    {
        var allow = text.Contains(" run: ", StringComparison.Ordinal) || text.Contains("uses:", StringComparison.Ordinal) ? " --allow-run" : "";
        var start = pattern.Start.Length > 0 ? pattern.Start : $"`ax workflow execute samples/patterns/{pattern.Name}.yaml{allow}`";
        var meanwhile = pattern.Meanwhile.Length == 0 ? "" : $" While it waits, in another terminal: {pattern.Meanwhile}.";
        var afterwards = pattern.Afterwards.Length == 0 ? "" : $" When it has ended: {pattern.Afterwards}.";
        return $"Start it: {start}.{meanwhile}{afterwards}{(pattern.Note.Length == 0 ? "" : " ")}{pattern.Note}";
    }

    private static string Line(RecordedEvent recorded)
    {
        using var json = JsonDocument.Parse(RunEventJson.Write(recorded.Event));
        var parts = new List<string>();
        foreach (var name in new[] { "path", "scope", "name", "limit" })
        {
            if (json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                parts.Add(value.GetString()!);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{recorded.Seq,3}  {RunEventJson.NameOf(recorded.Event),-22} {string.Join("  ", parts)}").TrimEnd();
    }

    private static string Killed(PatternKills kills) => kills.MostTwice switch
    {
        0 => $"Killed {kills.Kills} times, before and after each of its {kills.Calm.EventCount} events: it ended the same each time, and no work was done twice.",
        1 => $"Killed {kills.Kills} times, before and after each of its {kills.Calm.EventCount} events: it ended the same each time; at most the one attempt in flight was made again.",
        var n => $"Killed {kills.Kills} times, before and after each of its {kills.Calm.EventCount} events: it ended the same each time; at most the {n} attempts in flight were made again.",
    };

    private static string Anchor(Pattern pattern) =>
        new([.. pattern.Title.ToLowerInvariant().Where(static c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-').Select(static c => c == ' ' ? '-' : c)]);
}
