using System.Collections.Immutable;
using Axle.Guardrails.Privacy.Detection.Training;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>guard pii-bench</c>.</summary>
internal sealed record GuardPiiBenchDocument(ImmutableArray<GuardPiiBenchPart> Sets);

/// <summary>A set: tokens that are personal, shares found, and by type.</summary>
internal sealed record GuardPiiBenchPart(string Set, int Texts, int Tokens, double Recall, double Precision, IReadOnlyDictionary<string, double> RecallByType)
{
    /// <summary>A measure as a part.</summary>
    public static GuardPiiBenchPart Of(PersonalDataMeasure measure) => new(
        measure.Set, measure.Sentences, measure.Tokens, measure.Recall, measure.Precision,
        measure.Types.ToDictionary(static t => t.Type, static t => t.Recall));
}

/// <summary>The answer of <c>guard pii-train</c>.</summary>
internal sealed record GuardPiiTrainDocument(string File, string Sha256, int Bytes);
