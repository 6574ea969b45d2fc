namespace Axle.Guardrails.Input.Training;

/// <summary>A piece as the trainer sees it.</summary>
/// <param name="Meaning">Buckets of meaning.</param>
/// <param name="Circumstances">Buckets of circumstances.</param>
/// <param name="Letters">Buckets of letters.</param>
/// <param name="IsAttack">The truth.</param>
/// <param name="Weight">How much it counts.</param>
internal sealed record Example(int[] Meaning, int[] Circumstances, int[] Letters, bool IsAttack, double Weight);
