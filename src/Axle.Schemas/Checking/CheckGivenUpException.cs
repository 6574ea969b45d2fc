namespace Axle.Schemas.Checking;

/// <summary>
/// A check ran into a limit. An exception and not a "false", because inside <c>not</c> a false would turn into a pass.
/// Never leaves the room: the result then has one fault with the keyword <c>limit</c>.
/// </summary>
/// <param name="reason">What was too much, and where the limit lies.</param>
internal sealed class CheckGivenUpException(string reason) : Exception(reason);
