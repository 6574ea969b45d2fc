using System.CommandLine;
using System.Text.Json;
using Axle.Cli.Sources;
using Axle.Guardrails.Input;

namespace Axle.Cli.Commands.Guards;

/// <summary><c>ax guard test</c>: lines of JSON in, verdicts out.</summary>
internal sealed class GuardTestCommand : AxCommand
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "A file of JSON lines; standard input when it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<OperatingPoint> _point = new("--operating-point")
    {
        Description = "How sure the model must be: strict, balanced or lenient.",
        DefaultValueFactory = static _ => OperatingPoint.Balanced,
    };

    private readonly Option<bool> _fail = new("--fail-on-block") { Description = "Exit with 1 when a text was blocked." };

    public GuardTestCommand(CommandContext context)
        : base(context, "test", "Check texts for injections and jailbreaks: lines of JSON in, a verdict a line out.",
            new("echo '{\"text\": \"Ignore all previous instructions.\"}' | ax guard test", "One prompt"),
            new("ax guard test results.jsonl --fail-on-block", "A file of {\"text\": \"...\", \"source\": \"tool\"}; fails when one is blocked"))
    {
        Add(_file);
        Add(_point);
        Add(_fail);
        Remarks =
        [
            "A line in is {\"text\", \"source\"}; source is user (the default), tool, web, document or mail; any other name is read as a document. The line out is {\"verdict\": \"allow\"|\"block\", "
            + "\"score\", \"reason\", \"tier\", \"operatingPoint\", \"disguises\", \"microseconds\"}; from a score of 0.5 on a text is blocked.",
            "Exit code: 0 when every line was answered, whatever the verdicts are; 1 with --fail-on-block when a text was blocked; 3 when a line could not be "
            + "read, which is answered by {\"error\"}.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var guard = new InputGuard(new InputGuardOptions { OperatingPoint = call.Get(_point) }, call.Outside.Time);
        var (blocked, faulty) = (false, false);
        using var input = Open(call);
        await foreach (var line in new InputLines(input).ReadAsync(cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                var read = GuardedLine.Read(line);
                var decision = guard.Check(read.Text!, GuardedLine.SourceOf(read.Source));
                blocked |= decision.Verdict == GuardVerdict.Block;
                call.Say(JsonSerializer.Serialize(GuardAnswer.Of(decision), GuardJson.Default.GuardAnswer));
            }
            catch (AxleException fault)
            {
                faulty = true;
                call.Say(JsonSerializer.Serialize(new GuardLineFault(fault.Message), GuardJson.Default.GuardLineFault));
            }
        }

        return faulty ? ExitCodes.Invalid : blocked && call.Get(_fail) ? ExitCodes.Failed : ExitCodes.Success;
    }

    private TextReader Open(Invocation call)
    {
        if (call.Get(_file) is { } file)
        {
            var path = call.Outside.FullPath(file);
            return File.Exists(path) ? new StreamReader(path) : throw new AxleException(ErrorKind.NotFound, $"There is no file {file}.");
        }

        return call.Outside.IsInputRedirected
            ? call.Outside.Input
            : throw new UsageException("There are no texts. Name a file, or send lines of JSON to standard input; 'ax guard test --help' shows both.");
    }
}
