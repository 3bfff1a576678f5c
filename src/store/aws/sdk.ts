/** The AWS SDK is the user's to install: whoever runs only simulations does not carry it. */
import type * as Sdk from "@aws-sdk/client-s3";

/** The modules of `@aws-sdk/client-s3`. */
export type S3Sdk = typeof Sdk;

/** The package that a real bucket is reached by. */
const sdkPackage = "@aws-sdk/client-s3";

/** Thrown where a real bucket is asked for and the AWS SDK is not installed. */
export class SdkMissing extends Error {
  override readonly name = "SdkMissing";

  constructor(cause: unknown) {
    super(
      `Real buckets need the package ${sdkPackage}, which is not installed. Install it: npm install ${sdkPackage}@3`,
      { cause },
    );
  }
}

/** @throws {@link SdkMissing} */
export async function loadSdk(
  load: () => Promise<S3Sdk> = () => import("@aws-sdk/client-s3"),
): Promise<S3Sdk> {
  try {
    return await load();
  } catch (error) {
    // A package that it needs itself and that is missing is another error, and says so.
    if (error instanceof Error && missingPackage(error) === sdkPackage) throw new SdkMissing(error);
    throw error;
  }
}

function missingPackage(error: Error & { readonly code?: string }): string | undefined {
  if (error.code !== "ERR_MODULE_NOT_FOUND") return undefined;
  return /Cannot find package '([^']+)'/u.exec(error.message)?.[1];
}
