using Axle.Guardrails.Input.Measuring;

namespace Axle.Guardrails.Input.Training;

/// <summary>A model and what was measured of it.</summary>
/// <param name="Model">The file.</param>
/// <param name="Hash">SHA-256 of the file, small hexadecimal letters.</param>
/// <param name="Table">Every set, judged by models that had not seen it.</param>
/// <param name="Samples">Texts that were learnt from.</param>
public sealed record TrainedGuard(byte[] Model, string Hash, IReadOnlyList<MeasuredSet> Table, int Samples);
