using System.CommandLine;
using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Guardrails.Input.Measuring;
using Axle.Guardrails.Input.Training;
using Axle.Guardrails.Privacy.Detection.Training;

namespace Axle.Cli.Commands.Guards;

/// <summary><c>ax guard bench</c>.</summary>
internal sealed class GuardBenchCommand : AxCommand
{
    private readonly Option<string?> _data = PublicSets.Option();
    private readonly Option<bool> _leaveOut = new("--leave-one-out") { Description = "Judge each set of attacks by models that learnt nothing from that set." };
    private readonly Option<bool> _public = new("--public-only") { Description = "Judge by models that learnt nothing from the texts written for this repository." };

    public GuardBenchCommand(CommandContext context)
        : base(context, "bench", "Measure the input guard on the public sets: what is caught, what is let through, how long it takes.",
            new("ax guard bench --data ../shared/data", "The table of docs/guardrails.md; takes some minutes"),
            new("ax guard bench --public-only", "Figures that nobody's knowledge of mistakes has made better"),
            new("ax guard bench --leave-one-out", "How much of a kind of attack is caught that was never seen"))
    {
        Add(_data);
        Add(_leaveOut);
        Add(_public);
        Remarks =
        [
            "Every text is judged by a model that saw neither it nor another text of its group (the same jailbreak, goal or question): five models, each "
            + "trained on four fifths of the groups. The interval is Wilson's, 95%. Exit code 1 when a goal is missed.",
        ];
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var folder = PublicSets.Find(call, _data);
        var latency = GuardLatency.Measure(folder, call.Outside.Time);
        var table = call.Get(_leaveOut) ? GuardTraining.LeaveOneOut(folder, call.Note)
            : call.Get(_public) ? GuardTraining.PublicOnly(folder, call.Note)
            : GuardTraining.Run(folder, call.Note).Table;
        var personal = PersonalDataTraining.Measure(folder);
        if (call.Json)
        {
            call.WriteDocument(
                new GuardBenchDocument(
                    [.. table.Select(PartOf)],
                    [.. latency.Select(static l => new GuardLatencyPart(Lower(l.Source), l.Count, l.P50, l.P99))],
                    [.. personal.Select(GuardPiiBenchPart.Of)]),
                CliJson.Context.GuardBenchDocument);
        }
        else
        {
            Show(call, table, latency);
            foreach (var p in personal)
                call.Say(string.Create(CultureInfo.InvariantCulture, $"Personal data in {p.Set}: recall {p.Recall:0.000}, precision {p.Precision:0.000} of {p.Tokens} tokens"));
        }

        return Task.FromResult(table.Any(static s => s.Holds == false) ? ExitCodes.Failed : ExitCodes.Success);
    }

    private static void Show(Invocation call, IReadOnlyList<MeasuredSet> table, IReadOnlyList<GuardLatency> latency)
    {
        TextTable.Write(call.Outside.Output, ["SET", "SOURCE", "WHAT", "TEXTS", "RIGHT", "95% INTERVAL", "GOAL"], table.Select(static s => (string[])
        [
            s.Name, Lower(s.Source), s.IsAttack ? "caught" : "let through", s.Right.Count.ToString(CultureInfo.InvariantCulture), Percent(s.Right.Share),
            $"{Percent(s.Right.Interval.Low)} to {Percent(s.Right.Interval.High)}",
            s.Goal is { } goal ? $"{Percent(goal)}{(s.Holds == true ? "" : ", missed")}" : "-",
        ]));
        call.Say();
        foreach (var l in latency)
        {
            call.Say(string.Create(
                CultureInfo.InvariantCulture, $"2 KB from a {Lower(l.Source)}: p50 {l.P50:0} µs, p99 {l.P99:0} µs of {l.Count} checks on one core"));
        }
    }

    private static GuardBenchPart PartOf(MeasuredSet set) => new(
        set.Name, Lower(set.Source), set.IsAttack, set.Right.Count, set.Right.Hits, set.Right.Share, set.Right.Interval.Low, set.Right.Interval.High, set.Goal,
        set.Holds);

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Percent(double share) => $"{(100 * share).ToString("0.0", CultureInfo.InvariantCulture)}%";
}
