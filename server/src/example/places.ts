/** A city of the example: real name, position and division code; everything standing in it is invented. */
export type Place = {
  /** Code of a warehouse in this city. */
  readonly code: string;
  readonly city: string;
  readonly province: string;
  /** One-character name of the province, as registration numbers use it. */
  readonly province_short: string;
  readonly city_short: string;
  /** Administrative division (GB/T 2260), six digits. */
  readonly area: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly dialling: string;
};

const TABLE = `
SH 上海 上海 沪 浦 310115 121.47 31.23 021
WH 武汉 湖北 鄂 汉 420102 114.31 30.59 027
GZ 广州 广东 粤 穗 440106 113.26 23.13 020
CD 成都 四川 川 蓉 510107 104.07 30.57 028
XA 西安 陕西 陕 西 610113 108.94 34.34 029
SY 沈阳 辽宁 辽 沈 210102 123.43 41.80 024
BJ 北京 北京 京 丰 110106 116.40 39.90 010
TJ 天津 天津 津 津 120103 117.20 39.08 022
SJZ 石家庄 河北 冀 石 130102 114.51 38.04 0311
TY 太原 山西 晋 并 140105 112.55 37.87 0351
JN 济南 山东 鲁 济 370102 117.12 36.65 0531
QD 青岛 山东 鲁 青 370202 120.38 36.07 0532
ZZ 郑州 河南 豫 郑 410105 113.63 34.75 0371
NJ 南京 江苏 苏 宁 320102 118.80 32.06 025
SZH 苏州 江苏 苏 苏 320508 120.58 31.30 0512
HZ 杭州 浙江 浙 杭 330106 120.16 30.27 0571
HF 合肥 安徽 皖 合 340104 117.23 31.82 0551
FZ 福州 福建 闽 榕 350102 119.30 26.07 0591
NC 南昌 江西 赣 洪 360102 115.86 28.68 0791
CS 长沙 湖南 湘 长 430102 112.94 28.23 0731
SZ 深圳 广东 粤 深 440304 114.06 22.54 0755
NN 南宁 广西 桂 邕 450103 108.37 22.82 0771
HKO 海口 海南 琼 海 460106 110.20 20.04 0898
CQ 重庆 重庆 渝 渝 500103 106.55 29.56 023
GY 贵阳 贵州 贵 筑 520103 106.63 26.65 0851
KM 昆明 云南 云 昆 530102 102.83 24.88 0871
LZ 兰州 甘肃 甘 兰 620102 103.83 36.06 0931
XN 西宁 青海 青 西 630103 101.78 36.62 0971
YC 银川 宁夏 宁 银 640104 106.23 38.49 0951
UR 乌鲁木齐 新疆 新 乌 650102 87.62 43.83 0991
LS 拉萨 西藏 藏 拉 540102 91.14 29.65 0891
HHT 呼和浩特 内蒙古 蒙 呼 150105 111.75 40.84 0471
CC 长春 吉林 吉 长 220102 125.32 43.82 0431
HRB 哈尔滨 黑龙江 黑 哈 230103 126.53 45.80 0451
DL 大连 辽宁 辽 大 210202 121.61 38.91 0411
YT 烟台 山东 鲁 烟 370602 121.45 37.46 0535
WX 无锡 江苏 苏 锡 320213 120.31 31.49 0510
XZ 徐州 江苏 苏 徐 320303 117.28 34.21 0516
NB 宁波 浙江 浙 甬 330203 121.55 29.87 0574
WZ 温州 浙江 浙 温 330302 120.70 28.00 0577
XM 厦门 福建 闽 厦 350203 118.09 24.48 0592
QZ 泉州 福建 闽 泉 350503 118.68 24.87 0595
GAZ 赣州 江西 赣 赣 360702 114.93 25.83 0797
LY 洛阳 河南 豫 洛 410303 112.45 34.62 0379
NY 南阳 河南 豫 宛 411303 112.53 32.99 0377
XY 襄阳 湖北 鄂 襄 420606 112.12 32.01 0710
YI 宜昌 湖北 鄂 宜 420502 111.29 30.69 0717
HY 衡阳 湖南 湘 衡 430405 112.57 26.89 0734
DG 东莞 广东 粤 莞 441900 113.75 23.02 0769
ST 汕头 广东 粤 汕 440507 116.68 23.35 0754
ZJ 湛江 广东 粤 湛 440803 110.36 21.27 0759
GL 桂林 广西 桂 桂 450302 110.29 25.27 0773
MY 绵阳 四川 川 绵 510703 104.68 31.47 0816
NCH 南充 四川 川 南 511302 106.11 30.84 0817
ZY 遵义 贵州 贵 遵 520302 106.93 27.73 0852
QJ 曲靖 云南 云 曲 530302 103.80 25.49 0874
BJI 宝鸡 陕西 陕 宝 610302 107.24 34.36 0917
TS 唐山 河北 冀 唐 130202 118.18 39.63 0315
BD 保定 河北 冀 保 130602 115.46 38.87 0312
BT 包头 内蒙古 蒙 包 150203 109.84 40.66 0472
JL 吉林 吉林 吉 吉 220202 126.55 43.84 0432
DQ 大庆 黑龙江 黑 庆 230602 125.10 46.59 0459
`;

/** The cities in order: a company of n warehouses stands in the first n. */
export const PLACES: readonly Place[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [code, city, province, province_short, city_short, area, longitude, latitude, dialling] =
      line.split(' ') as [string, string, string, string, string, string, string, string, string];
    return {
      code,
      city,
      province,
      province_short,
      city_short,
      area,
      longitude: Number(longitude),
      latitude: Number(latitude),
      dialling,
    };
  });

const NEIGHBOURS: Readonly<Record<string, string>> = {
  上海: '江苏 浙江',
  江苏: '上海 浙江 安徽 山东',
  浙江: '上海 江苏 安徽 江西 福建',
  安徽: '江苏 浙江 江西 湖北 河南 山东',
  福建: '浙江 江西 广东',
  江西: '浙江 福建 广东 湖南 湖北 安徽',
  山东: '江苏 安徽 河南 河北',
  河南: '山东 安徽 湖北 陕西 山西 河北',
  湖北: '河南 安徽 江西 湖南 重庆 陕西',
  湖南: '湖北 江西 广东 广西 贵州 重庆',
  广东: '福建 江西 湖南 广西 海南',
  广西: '广东 湖南 贵州 云南',
  海南: '广东',
  重庆: '湖北 湖南 贵州 四川 陕西',
  四川: '重庆 贵州 云南 西藏 青海 甘肃 陕西',
  贵州: '湖南 广西 云南 四川 重庆',
  云南: '广西 贵州 四川 西藏',
  西藏: '四川 云南 青海 新疆',
  陕西: '河南 湖北 重庆 四川 甘肃 宁夏 内蒙古 山西',
  甘肃: '陕西 四川 青海 新疆 内蒙古 宁夏',
  青海: '甘肃 四川 西藏 新疆',
  宁夏: '陕西 甘肃 内蒙古',
  新疆: '甘肃 青海 西藏',
  北京: '天津 河北',
  天津: '北京 河北',
  河北: '北京 天津 山东 河南 山西 内蒙古 辽宁',
  山西: '河北 河南 陕西 内蒙古',
  内蒙古: '河北 山西 陕西 宁夏 甘肃 辽宁 吉林 黑龙江',
  辽宁: '河北 内蒙古 吉林',
  吉林: '辽宁 内蒙古 黑龙江',
  黑龙江: '吉林 内蒙古',
};

/** Whether two provinces are the same or share a border. */
export function areNear(a: string, b: string): boolean {
  return a === b || (NEIGHBOURS[a] ?? '').split(' ').includes(b);
}

const EARTH_RADIUS_KM = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres (haversine). */
export function distanceKm(a: Place, b: Place): number {
  const dLatitude = radians(b.latitude - a.latitude);
  const dLongitude = radians(b.longitude - a.longitude);
  const h =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLongitude / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
