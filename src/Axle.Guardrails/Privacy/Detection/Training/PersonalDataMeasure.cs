namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>How well personal data is found in a set, token by token, whatever the type.</summary>
/// <param name="Set">The set.</param>
/// <param name="Sentences">How many texts.</param>
/// <param name="Tokens">How many of their tokens are personal.</param>
/// <param name="Recall">Share of what is personal that was found.</param>
/// <param name="Precision">Share of what was found that is personal.</param>
/// <param name="Types">By type of the set.</param>
public sealed record PersonalDataMeasure(string Set, int Sentences, int Tokens, double Recall, double Precision, IReadOnlyList<PersonalDataTypeMeasure> Types);

/// <summary>How much of a type was found, whatever it was called.</summary>
/// <param name="Type">The set's name of the type.</param>
/// <param name="Tokens">How many tokens.</param>
/// <param name="Recall">Share that was found.</param>
public sealed record PersonalDataTypeMeasure(string Type, int Tokens, double Recall);
