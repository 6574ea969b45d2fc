using System.Collections.Immutable;
using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Contract;

namespace Axle.Cli.Commands.Tools;

/// <summary><c>ax tool search</c>.</summary>
internal sealed class ToolSearchCommand : AxCommand
{
    private readonly Argument<string[]> _words = new("WORDS") { Description = "Words of names and purposes.", Arity = ArgumentArity.OneOrMore };

    public ToolSearchCommand(CommandContext context)
        : base(context, "search", "Find tools by words of their names and purposes, best first, as agents do.",
            new("ax tool search rename file", "Tools that move files"),
            new("ax tool search git history --json | jq -r '.tools[0].name'", "The name of the best one")) => Add(_words);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var found = host.Get<ToolCatalog>().Search(string.Join(' ', call.Get(_words) ?? [])).Select(static t => t.Description).ToList();
        if (call.Json)
            call.WriteDocument(new ToolListDocument([.. found.Select(ToolRows.PartOf)], ImmutableDictionary<string, string>.Empty),
                CliJson.Context.ToolListDocument);
        else if (found.Count == 0)
            call.Note("No tool has one of these words. 'ax tool list' shows all.");
        else
            ToolRows.Write(call, found);
        return found.Count > 0 ? ExitCodes.Success : ExitCodes.NotFound;
    }
}
