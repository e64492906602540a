namespace Ziggie.Usage.Reports;

/// <summary>What a usage report is divided by.</summary>
internal enum UsageGroup { None, Model, Backend, Key, User, Status, Hour, Day }
