namespace Axle.Models.Providers.Offline.Digest;

/// <summary>What one tool or earlier step contributed.</summary>
/// <param name="Name">The tool's name or the step's key.</param>
/// <param name="Summary">Its own summary; empty when it gave none.</param>
/// <param name="Findings">How many findings it brought.</param>
/// <param name="Error">What went wrong there; empty when nothing did.</param>
/// <param name="HasLooked">Whether it saw anything it could have found fault with; see <see cref="LookReader"/>.</param>
internal sealed record SourceFact(string Name, string Summary, int Findings, string Error, bool HasLooked);
