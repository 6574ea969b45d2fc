using System.Collections.Immutable;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>guard explain</c>.</summary>
/// <param name="Verdict">allow or block.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Reason">A reason code.</param>
/// <param name="Tier">The tier that decided.</param>
/// <param name="OperatingPoint">How sure the model had to be.</param>
/// <param name="Disguises">What was taken off.</param>
/// <param name="Piece">The piece that is most like an attack.</param>
/// <param name="Rules">Rules that it meets.</param>
/// <param name="Views">What was read.</param>
/// <param name="Words">Words that weigh most.</param>
internal sealed record GuardExplainDocument(
    string Verdict,
    double Score,
    string Reason,
    string Tier,
    string OperatingPoint,
    ImmutableArray<string> Disguises,
    string Piece,
    ImmutableArray<string> Rules,
    ImmutableArray<string> Views,
    ImmutableArray<GuardWordPart> Words);

/// <summary>A word and how far the score falls without it, in log odds.</summary>
internal sealed record GuardWordPart(string Word, double Weight);

/// <summary>The answer of <c>guard train</c>.</summary>
internal sealed record GuardTrainDocument(string File, string Sha256, int Bytes, int Texts);

/// <summary>The answer of <c>guard bench</c>.</summary>
internal sealed record GuardBenchDocument(
    ImmutableArray<GuardBenchPart> Sets, ImmutableArray<GuardLatencyPart> Latency, ImmutableArray<GuardPiiBenchPart> PersonalData);

/// <summary>A set: attacks are right when caught, harmless texts when let through.</summary>
internal sealed record GuardBenchPart(
    string Set, string Source, bool Attacks, int Texts, int Right, double Share, double Low, double High, double? Goal, bool? Holds);

/// <summary>Microseconds of a check of 2 KB.</summary>
internal sealed record GuardLatencyPart(string Source, int Checks, double P50, double P99);
