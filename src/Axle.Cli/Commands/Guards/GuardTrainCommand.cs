using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Guardrails.Input.Training;

namespace Axle.Cli.Commands.Guards;

/// <summary><c>ax guard train</c>.</summary>
internal sealed class GuardTrainCommand : AxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "Where the model is written." };
    private readonly Option<string?> _data = PublicSets.Option();

    public GuardTrainCommand(CommandContext context)
        : base(context, "train", "Train the model of the input guard from the public sets; the same sets give the same bytes.",
            new Example("ax guard train model.bin --data ../shared/data", "Takes some minutes; compare the hash with the one in the model card"))
    {
        Add(_file);
        Add(_data);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var trained = GuardTraining.Run(PublicSets.Find(call, _data), call.Note);
        var path = call.Outside.FullPath(call.Require(_file));
        await File.WriteAllBytesAsync(path, trained.Model, cancellationToken);
        if (call.Json)
            call.WriteDocument(new GuardTrainDocument(path, trained.Hash, trained.Model.Length, trained.Samples), CliJson.Context.GuardTrainDocument);
        else
            call.Say($"{path}: {trained.Model.Length:N0} bytes of {trained.Samples:N0} texts, sha256 {trained.Hash}");
        return ExitCodes.Success;
    }
}
