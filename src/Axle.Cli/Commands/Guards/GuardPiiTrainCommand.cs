using System.CommandLine;
using System.Security.Cryptography;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Guardrails.Privacy.Detection.Training;

namespace Axle.Cli.Commands.Guards;

/// <summary><c>ax guard pii-train</c>.</summary>
internal sealed class GuardPiiTrainCommand : AxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "Where the model is written." };
    private readonly Option<string?> _data = PublicSets.Option();

    public GuardPiiTrainCommand(CommandContext context)
        : base(context, "pii-train", "Train the model that finds personal data; the same sets give the same bytes.",
            new Example("ax guard pii-train pii-tagger.bin --data ../shared/data", "Takes a minute; compare the hash with the one in docs/personal-data.md"))
    {
        Add(_file);
        Add(_data);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var model = PersonalDataTraining.Train(PublicSets.Find(call, _data));
        var path = call.Outside.FullPath(call.Require(_file));
        await File.WriteAllBytesAsync(path, model, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(model));
        if (call.Json)
            call.WriteDocument(new GuardPiiTrainDocument(path, hash, model.Length), CliJson.Context.GuardPiiTrainDocument);
        else
            call.Say($"{path}: {model.Length:N0} bytes, sha256 {hash}");
        return ExitCodes.Success;
    }
}
