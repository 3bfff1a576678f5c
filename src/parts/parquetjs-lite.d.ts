/** The part of parquetjs-lite that is used here: its page, row group and footer writers. It ships no types. */
declare module "parquetjs-lite" {
  /** A column as its writers see it: below the conversion of values. */
  export interface WriterField {
    readonly name: string;
    readonly path: readonly string[];
    readonly primitiveType: string;
    readonly originalType?: string;
    readonly typeLength?: number;
    readonly repetitionType: "REQUIRED" | "OPTIONAL";
    readonly encoding: "PLAIN";
    readonly compression: string;
    readonly statistics: false;
    readonly rLevelMax: number;
    readonly dLevelMax: number;
  }

  export interface WriterSchema {
    readonly fields: Readonly<Record<string, WriterField>>;
    readonly fieldList: readonly WriterField[];
  }

  export interface ShreddedColumn {
    values: ArrayLike<unknown>;
    rlevels: ArrayLike<number>;
    dlevels: ArrayLike<number>;
    distinct_values: Set<unknown>;
    count: number;
  }

  export interface RowBuffer {
    rowCount?: number;
    pageRowCount?: number;
    columnData?: Record<string, ShreddedColumn>;
    pages?: Record<string, unknown[]>;
  }

  export interface EnvelopeOptions {
    readonly pageSize?: number;
    readonly useDataPageV2?: boolean;
    readonly pageIndex?: boolean;
  }

  export interface Envelope {
    readonly pageSize?: number;
    readonly useDataPageV2: boolean;
    writeHeader(): unknown;
    writeRowGroup(records: RowBuffer): unknown;
    writeIndex(): unknown;
    writeFooter(metadata: Readonly<Record<string, string>>): unknown;
    close(): unknown;
  }

  export class ParquetEnvelopeWriter implements Envelope {
    constructor(
      schema: WriterSchema,
      write: (bytes: Uint8Array) => void,
      close: () => void,
      fileOffset: number,
      options: EnvelopeOptions,
    );
    readonly useDataPageV2: boolean;
    writeHeader(): unknown;
    writeRowGroup(records: RowBuffer): unknown;
    writeIndex(): unknown;
    writeFooter(metadata: Readonly<Record<string, string>>): unknown;
    close(): unknown;
  }

  export class ParquetWriter {
    constructor(schema: WriterSchema, envelope: Envelope, options: { readonly rowGroupSize?: number });
    rowBuffer: RowBuffer;
    close(): Promise<void>;
  }

  const parquet: {
    readonly ParquetWriter: typeof ParquetWriter;
    readonly ParquetEnvelopeWriter: typeof ParquetEnvelopeWriter;
  };
  export default parquet;
}
