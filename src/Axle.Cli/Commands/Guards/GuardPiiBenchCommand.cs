using System.CommandLine;
using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Guardrails.Privacy.Detection.Training;

namespace Axle.Cli.Commands.Guards;

/// <summary><c>ax guard pii-bench</c>.</summary>
internal sealed class GuardPiiBenchCommand : AxCommand
{
    private readonly Option<string?> _data = PublicSets.Option();

    public GuardPiiBenchCommand(CommandContext context)
        : base(context, "pii-bench", "Measure how well personal data is found in the public sets, token by token.",
            new Example("ax guard pii-bench --data ../shared/data", "The table of docs/personal-data.md; takes some minutes")) => Add(_data);

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var table = PersonalDataTraining.Measure(PublicSets.Find(call, _data));
        if (call.Json)
        {
            call.WriteDocument(new GuardPiiBenchDocument([.. table.Select(GuardPiiBenchPart.Of)]), CliJson.Context.GuardPiiBenchDocument);
            return Task.FromResult(ExitCodes.Success);
        }

        TextTable.Write(call.Outside.Output, ["SET", "TYPE", "TOKENS", "RECALL", "PRECISION"], table.SelectMany(static m => (string[][])
        [
            [m.Set, "all", Number(m.Tokens), Share(m.Recall), Share(m.Precision)],
            .. m.Types.Select(t => (string[])["", t.Type, Number(t.Tokens), Share(t.Recall), ""]),
        ]));
        return Task.FromResult(ExitCodes.Success);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
