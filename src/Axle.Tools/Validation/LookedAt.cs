using System.Text.Json;
using Axle.Schemas;

namespace Axle.Tools.Validation;

/// <summary>What a check of arguments found.</summary>
/// <param name="Arguments">The arguments, defaults filled in where that could be done.</param>
/// <param name="Faults">What is wrong; empty when they match.</param>
internal sealed record LookedAt(JsonElement Arguments, IReadOnlyList<SchemaFault> Faults);
